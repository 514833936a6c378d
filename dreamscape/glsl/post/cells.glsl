// cells: the mean light that a picture would show in each texel of a coarse grid, for the flash limiter. SIDE x SIDE
// bilinear samples represent all pixels of one, one sample its glow. Defines: SIDE; those of shown.glsl
// and scene_light.glsl.
// Cost: as for SIDE * SIDE pixels of grade.glsl a texel.
#include "shown.glsl"
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform vec2 target_texel;
flat out vec2 texel;

void main() {
    cover();
    texel = target_texel;
    set_shown();
}
#else
#ifdef PLAIN
#include "decode.glsl"
#endif
#include "scene_light.glsl"
#include "gathered.glsl"
flat in vec2 texel;
out vec4 colour;

void main() {
    vec2 corner = floor(gl_FragCoord.xy) * texel;
    vec3 sum = vec3(0.0);
#ifndef PLAIN
    vec3 glow = gathered(corner + 0.5 * texel) * veil.z;
#endif
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            vec2 at = corner + (vec2(x, y) + 0.5) * texel * (1.0 / float(SIDE));
#ifdef PLAIN
            sum += decode(shown(scene_light(at), at));
#else
            sum += shown(scene_light(at) + glow, at);
#endif
        }
    }
    colour = vec4(sum * (1.0 / float(SIDE * SIDE)), 1.0);
}
#endif
