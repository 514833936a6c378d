// grade: the one place where scene light becomes a picture: bloom, vignette, tone map, sRGB, dither.
// Defines: EXACT if scene and target have the same size; YCBCR, the factor from 8-bit code values to the target's, to
// write code values of Y'CbCr for planes.glsl in place of R'G'B'.
#include "frame.glsl"
#include "tonemap.glsl"
#include "encode.glsl"
#include "dither.glsl"
#include "ycbcr.glsl"

uniform sampler2D scene;
uniform sampler2D bloom;
uniform vec2 target_texel;
uniform float bloom_strength;
uniform float steps;  // code values of the target: 255, 1023 or 65535; with YCBCR, those that a texel of 1 stands for
uniform float flip;   // 1 to put the first row at the top, as files and planes want it
out vec4 colour;

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    at.y = mix(at.y, 1.0 - at.y, flip);
#ifdef EXACT
    vec3 c = texelFetch(scene, ivec2(at * vec2(textureSize(scene, 0))), 0).rgb;
#else
    vec3 c = texture(scene, at).rgb;
#endif
    c += texture(bloom, at).rgb * bloom_strength;
    vec2 q = at - 0.5;
    float edge = dot(q, q);
    float breath = 0.62 - 0.05 * heart;  // the frame closes in a little with each beat
    c *= (1.0 - breath * edge * (0.6 + edge));
    c = encode(tonemap(max(c, 0.0)));
#ifdef YCBCR
    colour = vec4(floor(ycbcr(c) * float(YCBCR) + dither(gl_FragCoord.xy) + 0.5) / steps, 1.0);
#else
    colour = vec4(c + dither(gl_FragCoord.xy) / steps, 1.0);
#endif
}
