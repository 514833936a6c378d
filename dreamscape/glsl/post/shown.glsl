// shown: scene light to display light, linear: the frame closes in at its edges, then the tone map. Defines: SCENE to
// stop before the tone map, where light is unbounded.
// Arguments: linear scene light with its bloom, the place in the picture from 0 to 1. Cost: the tone map's.
#include "frame.glsl"
#include "tonemap.glsl"

// What the closing frame leaves of light at a place.
float vignette(vec2 at) {
    vec2 q = at - 0.5;
    float edge = dot(q, q);
    float breath = 0.62 - 0.05 * frame.heart;  // the frame closes in a little with each beat
    return 1.0 - breath * edge * (0.6 + edge);
}

vec3 shown(vec3 c, vec2 at) {
    c = max(c * vignette(at), 0.0);
#ifdef SCENE
    return c;
#else
    return tonemap(c);
#endif
}
