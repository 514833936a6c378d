// grade: the one place where scene light becomes a picture: bloom, vignette, tone map, sRGB, dither.
// Defines: FINE to leave light linear, for reduce.glsl; those of shown.glsl and finish.glsl; TILED if the scene is some
// rows of a picture. A scene of the target's size is to be sampled without a filter, which costs least.
#include "shown.glsl"
#include "finish.glsl"
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform float flip;   // 1 to put the first row at the top, as files and planes want it
noperspective out vec2 at;

void main() {
    cover();
    at = vec2(across.x, mix(across.y, 1.0 - across.y, flip));
    set_shown();
    set_finish();
}
#else
noperspective in vec2 at;  // in the scene, from 0 to 1
uniform sampler2D scene;
#include "gathered.glsl"
#ifdef TILED
uniform vec3 tile;    // its height and bottom, parts of the picture; px from the picture's top to its own
#endif
out vec4 colour;

void main() {
    vec4 c = texture(scene, at);
    vec2 place = at;
    vec2 pixel = gl_FragCoord.xy;
#ifdef TILED
    place.y = at.y * tile.x + tile.y;
    pixel.y += tile.z;
#endif
#ifndef PLAIN
    c.rgb += gathered(place) * veil.z;
#endif
    c.rgb = shown(c.rgb, place);
#ifdef FINE
    colour = c;
#else
    colour = finish(c.rgb, c.a, pixel);
#endif
}
#endif
