// grade: the one place where scene light becomes a picture: bloom, vignette, tone map, sRGB, dither.
// Defines: EXACT if scene and target have the same size; FINE to leave light linear, for reduce.glsl; those of
// shown.glsl and finish.glsl; TILED if the scene is some rows of a picture.
#include "shown.glsl"
#include "finish.glsl"

uniform sampler2D scene;
uniform sampler2D bloom;
uniform vec2 target_texel;
uniform float bloom_strength;
uniform float flip;   // 1 to put the first row at the top, as files and planes want it
#ifdef TILED
uniform vec3 tile;    // its height and bottom, parts of the picture; px from the picture's top to its own
#endif
out vec4 colour;

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    at.y = mix(at.y, 1.0 - at.y, flip);
#ifdef EXACT
    vec4 c = texelFetch(scene, ivec2(at * vec2(textureSize(scene, 0))), 0);
#else
    vec4 c = texture(scene, at);
#endif
    vec2 pixel = gl_FragCoord.xy;
#ifdef TILED
    at.y = at.y * tile.x + tile.y;
    pixel.y += tile.z;
#endif
#ifndef PLAIN
    c.rgb += texture(bloom, at).rgb * bloom_strength;
#endif
    c.rgb = shown(c.rgb, at);
#ifdef FINE
    colour = c;
#else
    colour = finish(c.rgb, c.a, pixel);
#endif
}
