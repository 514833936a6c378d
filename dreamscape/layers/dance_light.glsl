// The dance light: a point of white-gold; as it opens, a dark pupil with a bright brim, fibres that run outwards, a
// limbal ring. IRIS draws what is near its middle, on a small card; without it, its glow is drawn, on a large one:
// fibres cost 5 ms of processor time a full screen at 1280x720. What holds for a whole card comes from its vertices.
#include "frame.glsl"
const float NEAR = 0.42;  // of the size, how far the iris reaches

#ifdef VERTEX_STAGE
uniform vec3 middle;
uniform float size;
uniform float begins;
uniform float opens;
uniform float lasts;
out vec2 at;
flat out vec3 gold_in;   // of the iris; of the point
flat out vec3 other_in;  // of the ring; of the glow
flat out vec4 state_in;  // radii of pupil and limbus (or how wide the point is), how far it is open, the time of fibres

void main() {
    float rise = smoothstep(begins, begins + 2.5, frame.act_time);
    float open = smoothstep(opens, opens + lasts, frame.act_time);
    vec3 gold = frame.light * vec3(1.0, 0.80, 0.50);
    at = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
#ifdef IRIS
    at *= NEAR;
    gold_in = gold * rise;
    other_in = mix(frame.accent, gold, 0.5) * (open * 0.35 * rise);
    state_in = vec4(0.075 * open * (1.0 + 0.05 * frame.heart), mix(0.02, 0.27, open), open, frame.time * 0.12);
#else
    gold_in = frame.light * ((1.0 - 0.85 * open) * 1.3 * rise);
    other_in = mix(frame.accent, gold, 0.4) * ((0.10 + 0.12 * open) * (0.9 + 0.2 * frame.heart) * rise);
    state_in = vec4(0.0016 + 0.02 * open, 0.0, open, 0.0);
#endif
    gl_Position = frame.view_projection * vec4(middle
        + (normalize(frame.right) * at.x + normalize(frame.up) * at.y) * size, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#ifdef IRIS
#include "perlin.glsl"
#endif
in vec2 at;
flat in vec3 gold_in, other_in;
flat in vec4 state_in;
out vec4 colour;

void main() {
    float r = length(at);
#ifdef IRIS
    float pupil = state_in.x, limbus = state_in.y, open = state_in.z;
    vec2 toward = at / max(r, 1e-3);
    float fibre = 0.5 + 0.8 * perlin(vec3(toward * 9.0, r * 3.0 - state_in.w))
        + 0.5 * perlin(vec3(toward * 23.0, r * 5.0));
    float inside = smoothstep(pupil, pupil + 0.03, r) * smoothstep(limbus + 0.03, limbus - 0.06, r);
    float iris = inside * max(fibre, 0.0) * (0.35 + 0.65 * smoothstep(limbus, pupil, r)) * open;
    float brim = exp(-abs(r - pupil - 0.02) * 60.0) * open * 0.8;
    vec3 shine = gold_in * (iris * 0.75 + brim) + other_in * exp(-abs(r - limbus) * 42.0);
    shine *= smoothstep(NEAR, 0.9 * NEAR, r);
#else
    float rim = max(1.0 - r, 0.0);
    vec3 shine = gold_in * (0.0016 / (r * r + state_in.x)) + other_in * (rim * rim * rim);
    shine *= smoothstep(1.0, 0.8, r);
#endif
    colour = vec4(shine, 0.0);
}
#endif
