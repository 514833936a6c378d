// reduce: halves a picture that was graded at twice the output's size. Mitchell and Netravali's filter (Reconstruction
// filters in computer graphics, 1988; B = C = 1/3) over 8 x 8 texels. Neighbours whose weights have the same sign
// share one bilinear tap: weights 0.39106 and 0.12804 at 0.25 and 0.75 pixels, -0.01172 and -0.00738 at 1.25 and
// 1.75. Cost: 16 taps. Defines: those of finish.glsl.
#include "finish.glsl"
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform vec2 target_texel;
flat out vec2 texel;

void main() {
    cover();
    texel = target_texel;
    set_finish();
}
#else
uniform sampler2D image;
flat in vec2 texel;
out vec4 colour;

const vec4 PLACE = vec4(-1.443186, -0.373331, 0.373331, 1.443186);  // pixels
const vec4 WEIGHT = vec4(-0.019097, 0.519097, 0.519097, -0.019097);

void main() {
    vec4 sum = vec4(0.0);
    for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 4; x++) {
            vec2 at = (gl_FragCoord.xy + vec2(PLACE[x], PLACE[y])) * texel;
            sum += texture(image, at) * (WEIGHT[x] * WEIGHT[y]);
        }
    }
    sum = max(sum, 0.0);
#ifndef LINEAR
    sum = min(sum, 1.0);  // the filter overshoots at hard edges
#endif
    colour = finish(sum.rgb, sum.a, gl_FragCoord.xy);
}
#endif
