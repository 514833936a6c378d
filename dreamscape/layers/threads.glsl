// A thread: a strip along a Catmull-Rom curve through the strand's nodes, widened on the screen. Its light is a narrow
// core in a wide halo; each end's feeling runs along it as a wave of its own colour.
#include "frame.glsl"
#include "touch.glsl"
uniform float width;
uniform float thinning;

#ifdef VERTEX_STAGE
uniform sampler2D strand_nodes;  // x, y, z in m and tension; a row a strand
// colour and phase of root and tip; speed, frequency, presence, reach; ., ., length, id; amplitudes and frequencies
uniform sampler2D strand_looks;
uniform int nodes;
uniform int smooth_steps;
uniform float sway;
const float WHOLE = 3.2;  // px; a thinner strip would show steps or break into dots, and is dimmed instead
flat out vec4 root;
flat out vec4 tip;
flat out vec4 rhythm;  // speed / frequency of root and tip in m, presence, length in m
out vec3 along;        // 0 root to 1 tip, tension, width in px
out float across;      // -1 to 1

vec4 node(int i) {
    return texelFetch(strand_nodes, ivec2(clamp(i, 0, nodes - 1), gl_InstanceID), 0);
}

vec4 curve(float at) {
    int i = min(int(at), nodes - 2);
    float f = at - float(i);
    vec4 a = node(i - 1), b = node(i), c = node(i + 1), d = node(i + 2);
    return b + 0.5 * f * (c - a + f * (2.0 * a - 5.0 * b + 4.0 * c - d + f * (3.0 * (b - c) + d - a)));
}

// The waves of what both ends feel, m across the view: few and long ones, the faster feeling the shorter, which rise
// from nothing at the ends; each is highest in the half that is nearer to who feels it.
float wave(float at, vec4 felt, vec2 turns) {
    vec2 gone = vec2(at, float(nodes - 1) - at) / float(nodes - 1);
    vec2 swing = sin(6.2831853 * (gone * (0.75 + 0.40 * felt.yw) - turns));
    float rise = gone.x * gone.y * 4.0;
    return dot(felt.xz * (1.35 - gone), swing) * rise * rise;
}

// Across the thread, as it is seen; as long as the waves are high.
vec3 aside(float reach) {
    vec3 away = node(nodes / 2).xyz - frame.eye;
    vec3 chord = node(nodes - 1).xyz - node(0).xyz;
    vec3 side = cross(chord, away);
    return side * inversesqrt(dot(side, side) + 1e-6) * reach * reach * sway;
}

vec2 screen(vec4 clip) {
    return clip.xy / max(clip.w, 1e-3) * frame.resolution * 0.5;
}

void main() {
    root = texelFetch(strand_looks, ivec2(0, gl_InstanceID), 0);
    tip = texelFetch(strand_looks, ivec2(1, gl_InstanceID), 0);
    vec4 a = texelFetch(strand_looks, ivec2(2, gl_InstanceID), 0);
    vec4 b = texelFetch(strand_looks, ivec2(3, gl_InstanceID), 0);
    rhythm = vec4(a.x / max(a.y, 0.05), b.x / max(b.y, 0.05), a.z, b.z);
    float at = float(gl_VertexID >> 1) / float(smooth_steps);
    float back = max(at - 0.34, 0.0), on = min(at + 0.34, float(nodes - 1));
    vec4 here = curve(at);
    vec3 places[3] = vec3[3](here.xyz, curve(back).xyz, curve(on).xyz);
    if (sway > 0.0) {
        vec4 felt = texelFetch(strand_looks, ivec2(4, gl_InstanceID), 0);
        vec2 turns = vec2(root.w, tip.w);
        vec3 side = aside(a.w);
        places[0] += side * wave(at, felt, turns);
        places[1] += side * wave(back, felt, turns);
        places[2] += side * wave(on, felt, turns);
    }
    vec4 clip = frame.view_projection * vec4(places[0], 1.0);
    vec2 before = screen(frame.view_projection * vec4(places[1], 1.0));
    vec2 after = screen(frame.view_projection * vec4(places[2], 1.0));
    vec2 run = after - before;
    run = dot(run, run) > 1e-8 ? normalize(run) : vec2(1.0, 0.0);
    across = float(gl_VertexID & 1) * 2.0 - 1.0;
    float wide = width * frame.resolution.y / 720.0 * clamp(9.0 / max(clip.w, 0.5), 0.45, 2.2);
    wide *= max(1.0 - thinning * here.w, min(2.2 / wide, 1.0));  // not thinner than its core
    float drawn = max(wide, WHOLE);
    along = vec3(at / float(nodes - 1), here.w, drawn);
    rhythm.z *= pow(wide / drawn, 0.8);
    if (touched) along.y += 1.6 * felt_at(clip.xy / max(clip.w, 0.2) * vec2(frame.aspect, 1.0));
    clip.xy += vec2(-run.y, run.x) * across * drawn * 0.5 / (frame.resolution * 0.5) * clip.w;
    gl_Position = clip;
}
#endif

#ifdef FRAGMENT_STAGE
uniform float brightness;
uniform float golden;
uniform float fading;
flat in vec4 root;
flat in vec4 tip;
flat in vec4 rhythm;
in vec3 along;
in float across;
out vec4 colour;

// A train of soft beads that travels at its feeling's speed.
float beads(float place, float spacing, float turn) {
    float x = fract(place / max(spacing, 0.15) - turn);
    float hump = 4.0 * x * (1.0 - x);
    return hump * hump * hump;
}

void main() {
    float s = abs(across);
    float fine = 2.4 / max(along.z, 4.0);  // the core is about a pixel and a half, and is gone at the edge
    float core = exp(-s * s / (fine * fine));
    float halo = (1.0 - s) * (1.0 - s);
    float place = along.x * rhythm.w;
    float from_root = beads(place, rhythm.x, root.w);
    float from_tip = beads(rhythm.w - place, rhythm.y, tip.w);
    float towards = smoothstep(0.0, 1.0, along.x);
    vec3 feeling = mix(root.rgb, tip.rgb, towards);
    vec3 gold = vec3(1.0, 0.62, 0.20);
    vec3 body = mix(feeling, gold, golden);
    float strength = 0.30 + 0.85 * along.y;
    vec3 shine = body * (core * 0.66 + halo * 0.15) * strength;
    shine += (root.rgb * from_root * (1.0 - towards) + tip.rgb * from_tip * towards) * (core * 1.15 + halo * 0.34);
    float ends = smoothstep(0.0, 0.02, along.x) * smoothstep(1.0, 0.98, along.x);
    float left = min((1.0 - along.x) / max(fading, 1e-3), 1.0);
    left *= left;
    colour = vec4(shine * brightness * rhythm.z * (0.4 + 0.6 * ends) * left * (1.0 + 0.4 * frame.heard_middle), 0.0);
}
#endif
