// The dance light: a point of white-gold; as it opens, a dark pupil with a bright brim, fibres that run outwards, a
// limbal ring. IRIS draws what is near its middle, on a small card; without it, its glow is drawn, on a large one:
// fibres cost 5 ms of processor time a full screen at 1280x720.
#include "frame.glsl"
uniform vec3 middle;
uniform float size;
const float NEAR = 0.42;  // of the size, how far the iris reaches

#ifdef VERTEX_STAGE
out vec2 at;

void main() {
    at = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
#ifdef IRIS
    at *= NEAR;
#endif
    gl_Position = frame.view_projection * vec4(middle
        + (normalize(frame.right) * at.x + normalize(frame.up) * at.y) * size, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#ifdef IRIS
#include "perlin.glsl"
#endif
uniform float begins;
uniform float opens;
uniform float lasts;
in vec2 at;
out vec4 colour;

void main() {
    float rise = smoothstep(begins, begins + 2.5, frame.act_time);
    float open = smoothstep(opens, opens + lasts, frame.act_time);
    float r = length(at);
    vec3 gold = frame.light * vec3(1.0, 0.80, 0.50);
#ifdef IRIS
    vec2 toward = at / max(r, 1e-3);
    float pupil = 0.075 * open * (1.0 + 0.05 * frame.heart);
    float limbus = mix(0.02, 0.27, open);
    float fibre = 0.5 + 0.8 * perlin(vec3(toward * 9.0, r * 3.0 - frame.time * 0.12))
        + 0.5 * perlin(vec3(toward * 23.0, r * 5.0));
    float inside = smoothstep(pupil, pupil + 0.03, r) * smoothstep(limbus + 0.03, limbus - 0.06, r);
    float iris = inside * max(fibre, 0.0) * (0.35 + 0.65 * smoothstep(limbus, pupil, r)) * open;
    float brim = exp(-abs(r - pupil - 0.02) * 60.0) * open * 0.8;
    float ring = exp(-abs(r - limbus) * 42.0) * open * 0.35;
    vec3 shine = gold * (iris * 0.75 + brim) + mix(frame.accent, gold, 0.5) * ring;
    shine *= smoothstep(NEAR, 0.9 * NEAR, r);
#else
    float rim = max(1.0 - r, 0.0);
    float star = 0.0016 / (r * r + 0.0016 + 0.02 * open);
    vec3 shine = frame.light * star * (1.0 - 0.85 * open) * 1.3;
    shine += mix(frame.accent, gold, 0.4) * rim * rim * rim * (0.10 + 0.12 * open) * (0.9 + 0.2 * frame.heart);
    shine *= smoothstep(1.0, 0.8, r);
#endif
    colour = vec4(shine * rise, 0.0);
}
#endif
