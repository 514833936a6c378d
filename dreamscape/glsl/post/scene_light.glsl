// scene_light: light of the picture at a place in it, from 0 to 1. Define: IN_PLACE where there is no picture, as one
// layer alone draws it (shaded.glsl), whose file follows; then with PLAIN and a YCBCR of 1 its colours are rounded as
// they are in a picture of 8 bits. Cost: a tap, or the layer's.
#ifdef IN_PLACE
vec3 shade(vec2 at);

vec3 scene_light(vec2 at) {
#if defined(PLAIN) && YCBCR == 1
    return floor(clamp(shade(at), 0.0, 1.0) * 255.0 + 0.5) * (1.0 / 255.0);
#else
    return shade(at);
#endif
}
#else
uniform sampler2D scene;

vec3 scene_light(vec2 at) {
    return texture(scene, at).rgb;
}
#endif
