// pool_stars: stars that the pool mirrors: a square of the picture around each, in which the waves shift it. Draw an
// instance of four corners for each. Cost: 1 ms for 400.
#include "frame.glsl"
#include "pool_plane.glsl"

#ifdef VERTEX_STAGE
uniform sampler2D ripples;
uniform float sky;
in vec4 place;        // m; brightness, 0 to 1; size, px
flat out vec3 star;   // m, and brightness
flat out float size;  // m

vec2 seen_at(vec2 p) {  // where in the picture a point of the water is
    vec4 clip = frame.view_projection * vec4(p, 0.0, 1.0);
    return clip.xy / clip.w * 0.5 + 0.5;
}

void main() {
    set_plane();
    float fine = clamp(frame.resolution.y / 900.0, 0.45, 1.6);  // as they are as large, px, in any picture
    star = vec3(place.xy, place.z * 0.40 * sky * fine);
    size = place.w * frame.pixel * abs(frame.eye.z);
    vec2 part = seen_at(star.xy);  // where the waves shift it to, by two steps towards it
    for (int i = 0; i < 2; i++) part = seen_at(star.xy - 0.3 * textureLod(ripples, part, 0.0).xy);
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    const float WIDE = 9.0;  // px: four are the star, the others for waves that draw it out
    gl_Position = vec4((part + corner * WIDE * frame.texel) * 2.0 - 1.0, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
flat in vec3 star;
flat in float size;
out vec4 colour;

void main() {
    vec2 part = gl_FragCoord.xy * frame.texel;
    vec3 wave = wave_at(part);
    vec2 p = on_water(part);
    float d = length(p + wave.xy * 0.3 - star.xy) / size;
    float covered = face_at(part, p, wave, water_at(part)).a;
    colour = vec4(frame.light * star.z * exp(-d * d) * max(1.0 - covered, 0.0), 0.0);
}
#endif
