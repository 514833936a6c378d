// A thread: a strip along its curve, in which three strands of grains and what strays from them are looked up in a
// texture of grains; a faint core. What each place looks like is computed in render/bundles.py.
// Cost: 4 texture taps a fragment.
#include "frame.glsl"
#include "touch.glsl"

#ifdef VERTEX_STAGE
// A row a thread, four texels a place: clip space; across (px), half width, light; offsets of the strands, one over
// their half width; and where their grains are.
uniform sampler2D places;
uniform sampler2D looks;  // a row a thread: colour of root and tip; grains of root and tip
uniform int count;
flat out vec3 root;
flat out vec3 tip;
flat out vec4 root_grains;
flat out vec4 tip_grains;
out vec3 at;       // px across, light, 0 root to 1 tip
out vec3 strands;  // px across of each, one over a strand's half width
out vec3 lights;   // of each strand; one over how far grains stray
out vec3 grains;   // where they are, and the stray

void main() {
    int place = gl_VertexID >> 1;
    vec4 clip = texelFetch(places, ivec2(5 * place, gl_InstanceID), 0);
    vec4 across = texelFetch(places, ivec2(5 * place + 1, gl_InstanceID), 0);
    strands = texelFetch(places, ivec2(5 * place + 2, gl_InstanceID), 0).xyz;
    grains = texelFetch(places, ivec2(5 * place + 3, gl_InstanceID), 0).xyz;
    lights = texelFetch(places, ivec2(5 * place + 4, gl_InstanceID), 0).xyz;
    root = texelFetch(looks, ivec2(0, gl_InstanceID), 0).rgb;
    tip = texelFetch(looks, ivec2(1, gl_InstanceID), 0).rgb;
    root_grains = texelFetch(looks, ivec2(2, gl_InstanceID), 0);
    tip_grains = texelFetch(looks, ivec2(3, gl_InstanceID), 0);
    float side = float(gl_VertexID & 1) * 2.0 - 1.0;
    at = vec3(side * across.z, across.w, float(place) / float(count - 1));
    if (touched) at.y *= 1.0 + 1.6 * felt_at(clip.xy / max(clip.w, 0.2) * vec2(frame.aspect, 1.0));
    clip.xy += across.xy * side * across.z / (360.0 * vec2(frame.aspect, 1.0)) * clip.w;
    gl_Position = clip;
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D grain_texture;
uniform sampler2D stray_texture;
uniform float outward;  // how far strays have gone, in the texture
uniform float thick;  // px, half the width of the core
uniform float lit;    // its light
flat in vec3 root;
flat in vec3 tip;
flat in vec4 root_grains;
flat in vec4 tip_grains;
in vec3 at;
in vec3 strands;
in vec3 lights;
in vec3 grains;
out vec4 colour;

const float HAZE = 0.02;  // light between the grains
const float WHITE = 0.22;

float strand(float along, float across, vec4 kinds) {
    vec4 found = texture(grain_texture, vec2(along, 0.5 + 0.5 * across));
    float inside = max(1.0 - across * across, 0.0);  // beyond, the texture repeats
    return dot(found * found, kinds) * inside;
}

void main() {
    vec2 off = (at.x - strands.xy) * strands.z;
    vec4 both = mix(root_grains, tip_grains, 0.5);
    float a = strand(grains.x, off.x, root_grains) * lights.x;
    float b = strand(grains.y, off.y, tip_grains) * lights.y;
    float edge = at.x * lights.z;
    float k = max(1.0 - edge * edge, 0.0);
    vec2 away = vec2(grains.z + step(0.0, at.x) * 0.37, abs(at.x) * strands.z * 0.1875 - outward);
    vec4 gone = texture(stray_texture, away);
    float d = dot(gone * gone, both) * (k * k);
    float thin = at.x / thick;
    float middle = lit / (1.0 + thin * thin * thin * thin) + HAZE * k * k * k;
    float all = a + b + d;
    vec3 shine = root * a + tip * b + mix(root, tip, at.z) * (d + middle) + WHITE * all * all;  // the densest is white
    colour = vec4(shine * at.y, 0.0);
}
#endif
