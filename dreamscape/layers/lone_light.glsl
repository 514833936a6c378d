// The lone light, in metres from its middle: a core, a halo that breathes with the heart, faint rays that turn; in
// front of it the figure that holds it on an outstretched hand, dark, with a rim of that light.
// Cost: the card's pixels, about 2 ms at 1280x720 on two cores.
#include "frame.glsl"
#include "touch.glsl"
uniform vec3 middle;
uniform vec4 card;  // m from the middle: left, bottom, right, top

#ifdef VERTEX_STAGE
out vec2 at;

void main() {
    at = mix(card.xy, card.zw, vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)));
    gl_Position = frame.view_projection * vec4(middle + normalize(frame.right) * at.x + normalize(frame.up) * at.y,
        1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec2 at;
out vec4 colour;

#ifdef HOLDER

#include "shapes.glsl"
const vec2 FEET = vec2(-0.66, -1.16);  // m from the light, which the hand holds at the height of the heart

// The figure that holds the light, 1.7 m tall, feet at the origin, one arm stretched out to it.
float holder(vec2 p, float breath, float forearm) {
    float head = length((p - vec2(0.025, 1.585 + 0.006 * breath)) * vec2(1.16, 1.0)) - 0.108;
    float hair = capsule(p, vec2(0.0, 1.63), vec2(-0.085, 1.36), 0.100, 0.060);
    float neck = capsule(p, vec2(-0.005, 1.36), vec2(0.01, 1.52), 0.055, 0.050);
    float shoulders = capsule(p, vec2(-0.125, 1.335 + 0.006 * breath), vec2(0.125, 1.345 + 0.006 * breath), 0.062,
        0.060);
    float trunk = capsule(p, vec2(0.0, 1.29), vec2(-0.02, 0.92), 0.135 + 0.004 * breath, 0.118);
    float wave = 0.018 * sin(p.y * 11.0 + frame.time * 1.6) * smoothstep(0.9, 0.4, p.y);
    float coat = capsule(p + vec2(wave, 0.0), vec2(-0.02, 0.92), vec2(-0.09, 0.30), 0.125, 0.215);
    coat = max(coat, 0.27 + 0.03 * sin(p.x * 13.0 + frame.time * 1.3) - p.y);
    float legs = min(capsule(p, vec2(-0.12, 0.45), vec2(-0.12, 0.03), 0.060, 0.042),
                     capsule(p, vec2(0.0, 0.45), vec2(0.03, 0.03), 0.060, 0.042));
    float arm = fillet(capsule(p, vec2(0.15, 1.335), vec2(0.325, 1.10), 0.058, 0.046),
                       capsule(p, vec2(0.325, 1.10), vec2(0.68, 1.115), 0.046, 0.034), 0.03);
    float other_arm = capsule(p, vec2(-0.165, 1.32), vec2(-0.215, 0.88), 0.056, 0.042);
    float body = fillet(fillet(trunk, shoulders, 0.10), coat, 0.10);
    body = fillet(fillet(body, neck, 0.06), fillet(head, hair, 0.04), 0.02);
    float shown = min(arm + 0.5 * (1.0 - forearm), other_arm);  // near, the arm is a mesh in a sleeve of its own
    return min(fillet(body, shown, 0.05), legs);
}

void main() {
    float away = length(middle - frame.eye);
    float size = max(fwidth(at.x), 1e-4);  // m a pixel
    float whole = smoothstep(4.0, 7.5, away);  // near, the hand is a mesh, which comes out of a sleeve
    float d = holder(at - FEET, sin(frame.time * 1.57), whole);
    float soft = max(size, 0.010 * smoothstep(4.0, 1.0, away));  // near, it is out of focus
    float covers = smoothstep(soft, -soft, d) * smoothstep(0.46, 0.53, away);
    float r2 = dot(at, at);
    float r = sqrt(r2) + 1e-4;
    vec2 slope = normalize(vec2(dFdx(d), dFdy(d)) + 1e-6);
    float towards = clamp(dot(slope, -at / r) * 0.8 + 0.2, 0.0, 1.0);
    float thin = smoothstep(-min(0.05, 2.2 * size + 0.008), 0.0, d);
    float broad = smoothstep(-0.048, 0.0, d);  // near, light also falls on surfaces turned to it
    float rim = towards / (1.0 + 2.5 * r2) * mix(0.22 * thin + 0.16 * broad * broad, thin, smoothstep(2.0, 9.0, away));
    vec3 body = frame.shadow + mix(frame.counter, frame.light, 0.4) * rim * (0.9 + 0.4 * frame.heart);
    covers *= 0.97 * smoothstep(0.02, 0.10, r);  // the light lies before the hand
    colour = vec4(body * covers, covers);
}

#else

#include "perlin.glsl"
uniform float kindles;
uniform float gathers;

void main() {
    float kindled = smoothstep(kindles, kindles + 5.0, frame.act_time);
    float called = smoothstep(gathers, gathers + 7.0, frame.act_time);
    float away = length(middle - frame.eye);
    float size = max(fwidth(at.x), 1e-4);  // m a pixel
    float r2 = dot(at, at);
    float r = sqrt(r2) + 1e-4;
    float edge = clamp(1.0 - r / card.z, 0.0, 1.0);
    edge *= edge;
    float core = max(0.045, 1.3 * size);
    float bright = core * core / (r2 + core * core);
    float glow = 0.36 / (r2 + 0.36);
    float wide = 3.4 / (r2 + 3.4);
    vec2 turn = at / r;
    float rays = 0.5 + 0.8 * perlin(turn * 3.2 + frame.time * 0.05) + 0.5 * perlin(turn * 9.0 - frame.time * 0.08);
    rays = clamp(rays, 0.0, 1.5);
    vec3 c = frame.light * bright * bright * (3.5 + 1.5 * frame.heart);
    c += mix(frame.counter, frame.light, 0.45 + 0.2 * called) * glow * (0.34 + 0.46 * called)
        * (0.85 + 0.32 * frame.heart);
    float air = 0.05 * smoothstep(4.0, 18.0, away) + 0.18 * called;
    c += mix(frame.other, frame.counter, 0.55) * wide * wide * air * (0.50 + 0.75 * rays) * (0.88 + 0.26 * frame.heart);
    if (touched) c *= 1.0 + 0.8 * felt_at(in_view(middle - frame.eye));
    c *= edge * kindled * smoothstep(1.2, 5.0, away);  // invisible from within
    colour = vec4(c, 0.0);
}

#endif
#endif
