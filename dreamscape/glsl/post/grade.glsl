// grade: the one place where scene light becomes a picture: bloom, vignette, tone map, sRGB, dither.
// Defines: EXACT if scene and target have the same size; FINE to leave light linear, for reduce.glsl; those of
// shown.glsl and finish.glsl.
#include "shown.glsl"
#include "finish.glsl"

uniform sampler2D scene;
uniform sampler2D bloom;
uniform vec2 target_texel;
uniform float bloom_strength;
uniform float flip;   // 1 to put the first row at the top, as files and planes want it
out vec4 colour;

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    at.y = mix(at.y, 1.0 - at.y, flip);
#ifdef EXACT
    vec4 c = texelFetch(scene, ivec2(at * vec2(textureSize(scene, 0))), 0);
#else
    vec4 c = texture(scene, at);
#endif
#ifndef PLAIN
    c.rgb += texture(bloom, at).rgb * bloom_strength;
#endif
    c.rgb = shown(c.rgb, at);
#ifdef FINE
    colour = c;
#else
    colour = finish(c.rgb, c.a, gl_FragCoord.xy);
#endif
}
