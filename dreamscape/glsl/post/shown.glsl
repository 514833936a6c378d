// shown: scene light to display light, linear: the frame closes in at its edges, then the tone map. Defines: SCENE to
// stop before the tone map, where light is unbounded; PLAIN for a scene whose shaders write code values, which stay as
// they are; BETWEEN for a shift between such a scene and another, whose code values were decoded to light.
// The vertex stage of a file that includes it has to call set_shown(). Arguments: linear scene light with its bloom,
// the place in the picture from 0 to 1. Cost: the tone map's.
#ifdef VERTEX_STAGE
#include "frame.glsl"
#include "answer.glsl"
uniform float bloom_strength;
flat out vec3 veil;

void set_shown() {
    float breath = 0.62 - 0.05 * frame.heart;  // the frame closes in a little with each beat
    veil = vec3(breath, answering_exposure(), bloom_strength);
}
#else
#include "tonemap.glsl"
// How far the frame closes in, the exposure, which breathes with sound, and how much of the glow is added. Flat, like
// all that holds for the whole picture: llvmpipe reads a uniform for each pixel by itself.
flat in vec3 veil;
#ifdef BETWEEN
uniform float look;  // 0 plain .. 1 vignette and tone map
#endif

// What the closing frame leaves of light at a place.
float vignette(vec2 at) {
    vec2 q = at - 0.5;
    float edge = dot(q, q);
    return (1.0 - veil.x * edge * (0.6 + edge)) * veil.y;
}

// Light of which the vignette leaves a part.
vec3 toned(vec3 c, float left) {
#ifdef PLAIN
    return clamp(c, 0.0, 1.0);
#elif defined(SCENE)
    return max(c * left, 0.0);
#elif defined(BETWEEN)
    return mix(clamp(c, 0.0, 1.0), tonemap(max(c * left, 0.0)), look);
#else
    return tonemap(max(c * left, 0.0));
#endif
}

vec3 shown(vec3 c, vec2 at) {
    return toned(c, vignette(at));
}
#endif
