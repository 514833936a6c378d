// The one light, in metres from its middle: a core, a halo that breathes with the heart, faint rays that turn; in front of
// it the figure that holds it on an outstretched hand, dark, with a rim of that light.
// Cost: the card's pixels, about 2 ms at 1280x720 on two cores.
#include "frame.glsl"
uniform vec3 middle;
uniform float halo;

#ifdef VERTEX_STAGE
out vec2 at;

void main() {
    at = (vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0) * halo;
    gl_Position = view_projection * vec4(middle + normalize(right) * at.x + normalize(up) * at.y, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "shapes.glsl"
#include "perlin.glsl"
uniform float kindles;
uniform float gathers;
in vec2 at;
out vec4 colour;
const vec2 FEET = vec2(-0.66, -1.16);  // m from the light, which the hand holds at the height of the heart

// Whoever holds the light, 1.7 m tall, feet at the origin, one arm stretched out to it.
float holder(vec2 p, float breath) {
    float head = length((p - vec2(0.02, 1.585 + 0.006 * breath)) * vec2(1.12, 1.0)) - 0.110;
    float trunk = capsule(p, vec2(0.0, 1.31), vec2(-0.02, 0.86), 0.150 + 0.004 * breath, 0.145);
    float coat = max(capsule(p, vec2(-0.02, 0.90), vec2(-0.07, 0.34), 0.150, 0.235), 0.30 - p.y);
    float legs = min(capsule(p, vec2(-0.10, 0.5), vec2(-0.10, 0.03), 0.075, 0.045),
                     capsule(p, vec2(0.03, 0.5), vec2(0.06, 0.03), 0.075, 0.045));
    float arm = min(capsule(p, vec2(0.12, 1.33), vec2(0.35, 1.11), 0.060, 0.046),
                    capsule(p, vec2(0.35, 1.11), vec2(0.68, 1.125), 0.046, 0.034));
    float other_arm = capsule(p, vec2(-0.15, 1.32), vec2(-0.22, 0.88), 0.056, 0.042);
    float body = fillet(fillet(trunk, coat, 0.12), capsule(p, vec2(0.0, 1.36), vec2(0.01, 1.52), 0.06, 0.05), 0.05);
    return min(min(fillet(body, min(arm, other_arm), 0.04), fillet(head, body, 0.02)), legs);
}

void main() {
    float kindled = smoothstep(kindles, kindles + 5.0, act_time);
    float called = smoothstep(gathers, gathers + 7.0, act_time);
    float away = length(middle - eye);
    float size = max(fwidth(at.x), 1e-4);  // m a pixel
    float r2 = dot(at, at);
    float r = sqrt(r2) + 1e-4;
    float edge = clamp(1.0 - r / halo, 0.0, 1.0);
    edge *= edge;
    float breath = heart;
    float core = max(0.045, 1.3 * size);
    float bright = core * core / (r2 + core * core);
    float glow = 0.36 / (r2 + 0.36);
    float wide = 3.4 / (r2 + 3.4);
    vec2 turn = at / r;
    float rays = 0.5 + 0.8 * perlin(vec3(turn * 3.2, time * 0.07)) + 0.5 * perlin(vec3(turn * 9.0, 7.0 - time * 0.11));
    rays = clamp(rays, 0.0, 1.5);
    vec3 c = light * bright * bright * (3.0 + 1.2 * breath);
    c += mix(counter, light, 0.60) * glow * (0.34 + 0.30 * called) * (0.85 + 0.32 * breath);
    c += mix(counter, light, 0.25) * wide * wide * (0.07 + 0.16 * called) * (0.50 + 0.75 * rays) * (0.88 + 0.26 * breath);
    c *= edge * kindled * smoothstep(1.2, 5.0, away);  // who stands within it does not see it

    float seen = smoothstep(1.0, 2.6, away);
    float d = holder(at - FEET, sin(time * 1.57));
    float covers = clamp(0.5 - d / size, 0.0, 1.0) * seen;
    vec2 slope = normalize(vec2(dFdx(d), dFdy(d)) + 1e-6);
    float towards = clamp(dot(slope, -at / r) * 0.8 + 0.2, 0.0, 1.0);
    float rim = smoothstep(-0.05 - size, 0.0, d) * towards / (1.0 + 1.5 * r2);
    vec3 body = shadow + mix(counter, light, 0.4) * rim * (0.9 + 0.4 * breath);
    float held = smoothstep(0.10, 0.02, r);  // the light lies before the hand
    covers *= 1.0 - held;
    colour = vec4(mix(c, body, covers), covers * 0.97);
}
#endif
