// The dreamer, in metres: x across from the feet, y up. The figure is one signed distance; its rim is where that
// distance is small and its slope points to the light.
#include "frame.glsl"
uniform vec3 feet;
const vec2 LOW = vec2(-1.5, -0.15);
const vec2 HIGH = vec2(0.9, 2.05);

#ifdef VERTEX_STAGE
out vec2 at;

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    at = mix(LOW, HIGH, corner);
    vec3 across = normalize(vec3(frame.right.x, 0.0, frame.right.z));
    gl_Position = frame.view_projection * vec4(feet + across * at.x + vec3(0.0, at.y, 0.0), 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "shapes.glsl"
#include "perlin.glsl"
uniform float rim;
uniform float reach;
uniform float veins;
uniform float seam_azimuth;
uniform float nearest;
in vec2 at;
out vec4 colour;

float figure(vec2 p, float breath, float gust) {
    float lean = 0.02 * gust;
    vec2 q = vec2(p.x + lean * p.y, p.y);
    float chest = 1.0 + 0.018 * breath;
    float head = length((q - vec2(0.012, 1.585 + 0.006 * breath)) * vec2(1.12, 1.0)) - 0.112;
    float hair = capsule(q, vec2(-0.02, 1.60), vec2(-0.13 - 0.03 * gust, 1.38 + 0.02 * gust), 0.10, 0.035);
    float neck = capsule(q, vec2(0.0, 1.36), vec2(0.008, 1.52), 0.06, 0.05);
    float back = capsule(q, vec2(0.0, 1.30), vec2(0.0, 0.92), 0.165 * chest, 0.125);
    float shoulders = capsule(q, vec2(-0.13, 1.345 + 0.008 * breath), vec2(0.13, 1.345 + 0.008 * breath), 0.075, 0.075);
    float hem = 0.03 * sin(q.y * 9.0 + frame.time * 2.3) * gust;
    vec2 coat_end = vec2(-0.085 - 0.05 * gust + hem, 0.42);
    float coat = capsule(q, vec2(0.0, 0.95), coat_end, 0.135, 0.225);
    coat = max(coat, 0.34 + 0.05 * sin(q.x * 14.0 + frame.time * 1.7) * gust - q.y);
    float arm_l = capsule(q, vec2(-0.185, 1.33), vec2(-0.235, 0.90), 0.058, 0.042);
    vec2 elbow = mix(vec2(0.215, 1.115), vec2(0.255, 1.055), reach);
    vec2 hand = mix(vec2(0.245, 0.90), vec2(0.60, 1.115), reach);
    float arm_r = min(capsule(q, vec2(0.185, 1.33), elbow, 0.058, 0.050),
                      capsule(q, elbow, hand, 0.050, mix(0.042, 0.026, reach)));
    float leg_l = capsule(q, vec2(-0.075, 0.5), vec2(-0.085, 0.03), 0.075, 0.045);
    float leg_r = capsule(q, vec2(0.06, 0.5), vec2(0.085, 0.03), 0.075, 0.045);
    float d = fillet(back, shoulders, 0.08);
    d = fillet(d, coat, 0.12);
    d = fillet(d, neck, 0.05);
    d = fillet(d, head, 0.02);
    d = fillet(d, hair, 0.03);
    d = fillet(d, min(arm_l, arm_r), 0.03);
    d = min(d, min(leg_l, leg_r));
    float run = -q.x - 0.03;  // the scarf trails away from the sea, rising with the gust
    float wave = 1.37 + (0.40 * gust - 0.55) * run
        + run * (0.13 * sin(run * 7.5 - frame.time * 3.6) + 0.04 * sin(run * 17.0 - frame.time * 6.9));
    float thick = 0.080 - 0.030 * run + 0.020 * sin(run * 11.0 - frame.time * 5.0) * run;
    float scarf = max(abs(q.y - wave) - thick, max(-run, run - 0.62 - 0.05 * sin(frame.time * 2.9)));
    return min(d, scarf * 0.8);
}

void main() {
    float breath = sin(frame.time * 1.57);  // 15 breaths a minute, the 0.25 Hz that the heart follows
    float gust = 0.65 + 0.35 * sin(frame.time * 0.61) * sin(frame.time * 0.37 + 1.0);
    float d = figure(at, breath, gust);
    float size = max(fwidth(at.y), 1e-4);
    float alpha = clamp(0.5 - d / size, 0.0, 1.0);
    vec2 slope = normalize(vec2(dFdx(d), dFdy(d)) + 1e-6);
    float towards = clamp(dot(slope, normalize(vec2(0.8, 0.45))) * 0.9 + 0.25, 0.0, 1.0);
    float away = clamp(dot(slope, normalize(vec2(-0.9, 0.3))), 0.0, 1.0);
    float edge = smoothstep(-0.020 - size, 0.0, d);
    vec3 lit = frame.light * edge * edge * towards * towards * 0.75 * rim + frame.counter * edge * away * 0.22 * rim;
    lit += frame.accent * 0.05 * edge;
    // veins: the zero lines of noise, within the figure
    vec2 lace = at * vec2(13.0, 4.5) + vec2(0.0, 0.10 * frame.time);
    float line = 1.0 - min(abs(perlin(lace + 0.7 * perlin(lace * 0.6))) * 0.10 / (0.003 + 0.5 * size), 1.0);
    float climb = 0.13 + 0.87 * exp(-2.4 * length(at - mix(vec2(0.245, 0.90), vec2(0.60, 1.115), reach)));
    float flow = 0.75 + 0.25 * sin(at.y * 11.0 - frame.time * 3.1) + 0.25 * frame.heart;
    lit += frame.light * vec3(1.0, 0.80, 0.52) * line * line * climb * flow * smoothstep(0.0, -0.03, d) * veins
        * smoothstep(4.0, 11.0, distance(frame.eye, feet));
    vec3 body = frame.shadow * 0.25 + frame.dominant * 0.010;
    // this near, a card would not look like a figure
    alpha *= smoothstep(nearest, 2.5 * nearest, distance(frame.eye, vec3(feet.x, feet.y + 1.0, feet.z)));
    colour = vec4((body + lit) * alpha, alpha);
}
#endif
