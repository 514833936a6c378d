// A fine thread: a strip along its curve, in which a strand of grains is looked up; grains finer than a pixel flow
// together. What each place looks like is computed in fine_threads.py. Cost: a texture tap a fragment.
#include "frame.glsl"
#include "touch.glsl"

#ifdef VERTEX_STAGE
// A row a thread, three texels a place: clip space; across (px), half width, light; where its grains are, and how far
// they can be told apart.
uniform sampler2D places;
uniform sampler2D looks;  // a row a thread: colour and mean light of root and tip; grains of root and tip
uniform sampler2D heart_trace;
uniform int count;
uniform float beats;
out vec3 shine;
out vec4 kinds;
out vec4 at;  // across -1 to 1, where grains are, how far they can be told apart, their mean light

void main() {
    int place = gl_VertexID >> 1;
    float s = float(place) / float(count - 1);
    vec4 clip = texelFetch(places, ivec2(3 * place, gl_InstanceID), 0);
    vec4 across = texelFetch(places, ivec2(3 * place + 1, gl_InstanceID), 0);
    vec4 grains = texelFetch(places, ivec2(3 * place + 2, gl_InstanceID), 0);
    vec4 tint = mix(texelFetch(looks, ivec2(0, gl_InstanceID), 0), texelFetch(looks, ivec2(1, gl_InstanceID), 0), s);
    kinds = mix(texelFetch(looks, ivec2(2, gl_InstanceID), 0), texelFetch(looks, ivec2(3, gl_InstanceID), 0), s);
    float side = float(gl_VertexID & 1) * 2.0 - 1.0;
    at = vec4(side, grains.xy, tint.a);
    float light = across.w * (1.0 + beats * texture(heart_trace, vec2(0.30 * s, 0.5)).r);
    if (touched) light *= 1.0 + 1.6 * felt_at(clip.xy / max(clip.w, 0.2) * vec2(frame.aspect, 1.0));
    shine = tint.rgb * light;
    clip.xy += across.xy * side * across.z / (360.0 * vec2(frame.aspect, 1.0)) * clip.w;
    gl_Position = clip;
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D grain_texture;
in vec3 shine;
in vec4 kinds;
in vec4 at;
out vec4 colour;
const float GRAINS = 6.0;  // light of grains, of which few are bright
const float TOGETHER = 0.72;  // of that where they flow together, since single ones are brighter than white
const float CORE = 0.25;

void main() {
    float k = 1.0 - at.x * at.x;
    k *= k * k;
    k *= k;
    vec4 found = texture(grain_texture, vec2(at.y, 0.5 + 0.5 * at.x));
    float all = mix(at.w * k * TOGETHER, dot(found * found, kinds), at.z) * GRAINS + CORE * k;
    colour = vec4(shine * all, 0.0);
}
#endif
