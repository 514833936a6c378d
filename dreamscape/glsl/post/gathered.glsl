// gathered: a level of the bloom, in two textures of four bytes a texel, which llvmpipe reads faster than one of eight.
// Define: GATHERING to write one too, by gather(): linear colour, and what is left of what the target has where it is
// blended. Argument: the place in the picture from 0 to 1. Cost: two taps.
uniform sampler2D bloom;  // red and green
uniform sampler2D bloom_blue;

vec3 gathered(vec2 at) {
    return vec3(texture(bloom, at).rg, texture(bloom_blue, at).r);
}

#ifdef GATHERING
layout(location = 0) out vec4 colour;
layout(location = 1) out vec4 blue;

void gather(vec3 c, float left) {
    colour = vec4(c.rg, 0.0, left);
    blue = vec4(c.b, 0.0, 0.0, left);
}
#endif
