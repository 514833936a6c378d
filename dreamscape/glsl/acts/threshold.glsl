// threshold: the door from close by. x across from where the leaves meet, y up, metres; faces look at negative z.
// pressed: the position of a point of the door while the silence presses: the frame leans in on us, the leaves swing
// away. Lights on it, all of them faint: a skim of cold light from above, the key's stone, and the line between the
// leaves. lit: argument: place, normal (unit), colour, how much it mirrors, and how narrow its highlights are (0 dull
// to 1). heartbeat: the part of the beat that has come this far from the lock. Needs frame.glsl. Cost: lit about 70
// operations, 45 if CLOSED (no line of light yet), heartbeat a tap.
const vec3 LOCK = vec3(0.0, 1.115, 0.0);  // m, as in dreamscape/places/door/opening.py
const float HALF_WIDE = 1.6;              // m, of the door
const float WAVE = 0.85;                  // m/s, of the heart's wave
uniform float pressing;  // 0 .. 1
uniform float gap;       // m, from the middle line to each leaf

vec2 bow(vec2 p) {  // slope of the bow below
    vec2 q = p - LOCK.xy - vec2(0.0, 0.5);
    float swing = abs(p.x) < HALF_WIDE ? -sign(p.x) * gap * 1.2 : 0.0;
    return -pressing * vec2(0.28, 0.14) * q + vec2(swing, 0.0);
}

vec3 pressed(vec2 p) {
    vec2 q = p - LOCK.xy - vec2(0.0, 0.5);
    float swing = max(HALF_WIDE - abs(p.x), 0.0) * gap * 1.2;
    return vec3(p, -pressing * dot(vec2(0.14, 0.07), q * q) + swing);
}

#ifdef FRAGMENT_STAGE
uniform sampler2D heart_trace;
uniform vec3 stone;      // m, the key's

float heartbeat(vec2 p) {
    return texture(heart_trace, vec2(length(p - LOCK.xy) / (WAVE * 4.0), 0.5)).r;
}

float shine(vec3 n, vec3 half_way, float narrow) {
    float off = 1.0 - clamp(dot(n, half_way), 0.0, 1.0);
    float s = 1.0 / (1.0 + off * mix(8.0, 260.0, narrow));
    return s * s;
}

// The step of a bevel that begins at d = 0 and is `wide`, seen at `size` metres a pixel: 0 off it, 1 on it.
float bevel(float d, float wide, float size) {
    float w = max(wide, size);
    float per = 1.0 / size;
    return clamp(min(d, w - d) * per + 0.5, 0.0, 1.0) * min(wide * per, 1.0);
}

vec3 lit(vec3 place, vec3 n, vec3 tint, float mirror, float narrow) {
    vec3 view = normalize(frame.eye - place);
    vec3 cold = normalize(vec3(-0.36, 0.92, -0.11));
    vec2 q = place.xy - LOCK.xy - vec2(0.0, 0.5);
    float hush = 1.0 - 0.55 * pressing;
    float reach = hush / (1.0 + dot(q, q) * (0.10 + 1.0 * pressing));
    vec3 c = (frame.counter * 0.7 + frame.dominant) * reach
        * (tint * max(dot(n, cold), 0.0) * 1.9 + mirror * shine(n, normalize(cold + view), narrow) * 0.35);

    vec3 to = stone - place;
    float far2 = dot(to, to);
    vec3 way = to * inversesqrt(far2);
    vec3 ember = (frame.light * 0.7 + vec3(0.36, 0.14, 0.02)) * (0.30 + 1.15 * frame.heart) / (0.05 + far2)
        / (1.0 + 0.45 * far2);
    float raked = max(dot(n, way), 0.0);
    c += ember * ((tint + 0.012 * mirror) * raked * raked * 0.24
        + mirror * shine(n, normalize(way + view), narrow) * 0.036);

#ifndef CLOSED
    float a = max(abs(place.x) - gap, 0.0);
    float open = min(gap * 60.0, 1.0) * (0.55 + 6.0 * gap);
    vec3 side = normalize(vec3(-sign(place.x) * (a + 0.012), 0.0, -0.028 - 0.13 * a));
    vec3 gold = frame.light * vec3(1.0, 0.82, 0.55) * open / (0.10 + a * 1.6 + a * a * 3.0);
    vec3 bisect = normalize(side + vec3(view.x, 0.0, view.z));
    vec3 flat_n = normalize(vec3(n.x, 0.0, n.z - 1e-4));  // the line lights all heights equally
    c += gold * ((tint + 0.035 * mirror) * max(dot(n, side), 0.0) * 0.36
        + mirror * shine(flat_n, bisect, narrow) * (0.5 + 0.5 * dot(n, flat_n)) * 0.16);
    // dust in the blade of light, in front of everything
    c += gold * (0.5 + 0.5 * gap * 20.0) * 0.028 / (1.0 + 60.0 * a * a);
#endif
    return c;
}
#endif
