// The dreamer half out of the water, metres. Skin and hair: nearly black, wet, with a cool rim from the mist behind and
// a warm one from the light before them. SPARKS: points of light on the skin, each with a rhythm of its own.
// SOFT: the outline fades within about a pixel. Cost: its pixels only.
#include "frame.glsl"
#include "sine.glsl"
uniform vec3 lamp;     // m, the light before them
uniform float kindle;  // s into the act, when it begins
uniform float glimmer;

#ifdef VERTEX_STAGE
uniform vec3 place;    // m, on the water's plane, or below it while they are under water
uniform mat3 turned;
uniform float upright; // 1, or -1 in the mirror
uniform float point;   // px, of a spark
in vec3 position;
in vec3 normal;
in float kind;         // 0 skin to 1 hair; of a spark, a number of its own
out vec3 at;
out vec3 seen;
out vec3 facing;
out float hair;
#ifdef SPARKS
out vec3 shine;
#endif

void main() {
    float breath = sin(frame.time * 1.57) * 0.5 + 0.5;
    float chest = exp(-18.0 * (position.y - 0.30) * (position.y - 0.30)) * smoothstep(0.20, 0.0, abs(position.x));
    vec3 breathing = position + normal * chest * breath * 0.006
        + vec3(0.0, 0.005 * breath * smoothstep(0.1, 0.5, position.y), 0.0);
    at = place + turned * breathing;
    facing = turned * normal;
    hair = kind;
    vec3 there = vec3(at.x, at.y * upright, at.z);
    seen = there - frame.eye;
    facing.y *= upright;
    gl_Position = frame.view_projection * vec4(there, 1.0);
    gl_ClipDistance[0] = at.y;
#ifdef SPARKS
    gl_Position.z -= 0.0006 * gl_Position.w;
    vec3 to_lamp = lamp - at;
    float near = 1.0 / (1.0 + 2.5 * dot(to_lamp, to_lamp));
    float born = smoothstep(0.8 + 3.2 * fract(kind * 7.31), 2.6 + 3.2 * fract(kind * 7.31), frame.act_time);
    float swell = 0.5 + 0.5 * sin(frame.time * (0.9 + 1.9 * fract(kind * 37.7)) + kind * 61.0);
    float facing_us = smoothstep(-0.1, 0.5, -dot(normalize(seen), facing));
    float edge = 0.55 + 0.45 * (1.0 - facing_us);
    float big = fract(kind * 113.7);
    vec3 hue = mix(mix(frame.dominant * 2.2, frame.light, 0.35), mix(frame.counter, frame.light, 0.45),
        smoothstep(0.1, 0.5, near + 0.5 * fract(kind * 19.3)));
    float level = born * (0.18 + 0.82 * swell * swell * swell) * (0.45 + 1.3 * near) * (0.75 + 0.5 * frame.heart);
    shine = hue * level * edge * glimmer * facing_us * 1.5 * (0.7 + 3.0 * big * big * big) * step(0.0, at.y);
    gl_PointSize = point * (1.4 + 1.8 * big * big * big) * clamp(3.2 / max(gl_Position.w, 0.5), 0.7, 2.5);
#endif
}
#endif

#ifdef FRAGMENT_STAGE
in vec3 at;
in vec3 seen;
in vec3 facing;
in float hair;
out vec4 colour;
#ifdef SPARKS
in vec3 shine;

void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    float inside = max(1.0 - dot(p, p), 0.0);
    colour = vec4(shine * inside * inside * 1.4, 0.0);
}
#else
uniform float rim;

float tight(float along) {  // a wet highlight: the cosine to the 32nd
    float c = clamp(along, 0.0, 1.0);
    c *= c;
    c *= c;
    c *= c;
    c *= c;
    return c * c;
}

void main() {
    vec3 view = normalize(seen);
    vec3 n = normalize(facing);
    float f = 1.0 - clamp(-dot(view, n), 0.0, 1.0);
    float edge = f * f * f;
    float lit = smoothstep(kindle, kindle + 4.0, frame.act_time);

    vec3 to_lamp = lamp - at;
    float far = length(to_lamp);
    vec3 way = to_lamp / far;
    float shade = 1.0 / (1.0 + 3.0 * far * far);
    float wrap = clamp(dot(n, way) * 0.75 + 0.15, 0.0, 1.0);
    float gleam = tight(dot(n, normalize(way - view)));
    float warm = shade * lit * (1.0 + 0.25 * frame.heart);
    vec3 skin = mix(vec3(0.20, 0.115, 0.075), vec3(0.020, 0.016, 0.016), hair);
    vec3 body = skin * frame.counter * wrap * wrap * warm * 0.95;
    body += mix(frame.counter, frame.light, 0.5) * gleam * warm * mix(0.8, 1.1, hair);
    body += mix(frame.counter, frame.light, 0.2) * edge * wrap * warm * 3.4;

    float behind = clamp(dot(n, normalize(vec3(0.20, 0.30, 0.93))) * 0.9 + 0.35, 0.0, 1.0);
    float above = clamp(n.y * 0.6 + 0.4, 0.0, 1.0);
    body += (frame.dominant * 0.9 + frame.light * 0.10) * edge * behind * above * 1.05 * rim;
    float cool = tight(dot(n, normalize(vec3(-0.55, 0.55, -0.30) - view)));
    body += (frame.dominant + frame.light * 0.25) * cool * 0.10 * rim;

    // the water climbs it
    float line = exp(-at.y * 190.0) * (0.7 + 0.3 * sine(at.x * 67.0 + frame.time * 1.7 + at.z * 51.0));
    float from_below = exp(-max(frame.act_time - 0.6, 0.0) * 0.85) * exp(-at.y * 9.0)
        * clamp(0.2 - 0.8 * n.y, 0.0, 1.0);
    body += frame.dominant * from_below * 0.60 + (frame.dominant + frame.counter * lit) * line * 0.16;
    body += frame.shadow * 0.4 + frame.dominant * 0.004;
    colour = vec4(body, 1.0);
#ifdef SOFT
    colour *= clamp(3.5 * (1.0 - f), 0.0, 1.0);
#endif
}
#endif
#endif
