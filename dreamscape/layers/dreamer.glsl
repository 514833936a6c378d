// The dreamer, metres: a small dark figure with a rim of light; the wind moves scarf, hair and hem. Drawn at a multiple
// of the resolution; LAID: the result on an upright card through the feet, so that rock hides what is behind it.
// VEINS: with veins of starlight. Cost: 2,100 triangles, 300 operations a sample.
#include "frame.glsl"
uniform vec3 feet;

#ifdef LAID
uniform int finer;  // samples along a pixel's side

#ifdef VERTEX_STAGE
uniform vec4 card;       // m from the feet: left, bottom, right, top
uniform vec2 corner;     // px, left and bottom of what the image shows
uniform vec2 each;       // a sample, as a part of the image's sides
uniform float nearest;
flat out vec4 samples;   // from a pixel's place to that of its first sample
flat out vec3 weighing;  // a sample, as above, and its weight

void main() {
    vec2 at = mix(card.xy, card.zw, vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)));
    vec3 across = normalize(vec3(frame.right.x, 0.0, frame.right.z));
    gl_Position = frame.view_projection * vec4(feet + across * at.x + vec3(0.0, at.y, 0.0), 1.0);
    float n = float(finer);
    samples = vec4(each * n, each * (0.5 - n * (0.5 + corner)));
    // this near, so light a mesh would not look like a figure
    float there = smoothstep(nearest, 2.5 * nearest, distance(frame.eye, vec3(feet.x, feet.y + 1.0, feet.z)));
    weighing = vec3(each, there / (n * n));
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D image;  // read without a filter
flat in vec4 samples;
flat in vec3 weighing;
out vec4 colour;

void main() {
    vec2 first = gl_FragCoord.xy * samples.xy + samples.zw;
    vec4 sum = vec4(0.0);
    int y = 0;
    do {
        int x = 0;
        do sum += texture(image, first + vec2(float(x), float(y)) * weighing.xy); while (++x < finer);
    } while (++y < finer);
    colour = sum * weighing.z;
}
#endif

#else

#include "sine.glsl"
uniform float reach;
uniform float seam_azimuth;

#ifdef VERTEX_STAGE
in vec3 position;
in vec3 reaching;   // position with the right hand held out
in vec3 normal;
in vec3 surface;    // 0 skin, 1 cloth, 2 scarf, 3 hair; how freely it moves; how open to the light
out vec3 at;        // m, in the figure's axes
out vec3 seen;
out vec3 facing;
out vec2 made;

flat out vec3 key_light, far_light, hand_light, scarf_light, violet_light, green_light, dark, tone, to_seam, hand_at;
flat out float fine;
uniform float rim;

uniform vec4 posture;  // m that they shift to their left and ahead, rad that their head turns, m that a breath lifts
uniform float gust;    // how strong the wind is, about 0.65

// From one leg to the other, and the head after what comes in on the wind; the soles stay.
vec3 shifted(vec3 p) {
    float high = min(p.y, 1.0);
    p += vec3(posture.y * high, posture.w * smoothstep(0.9, 1.35, p.y), posture.x * high * (1.6 - 0.6 * p.y));
    float turn = posture.z * smoothstep(1.38, 1.50, p.y);
    vec2 from = p.xz - vec2(0.02, 0.0);
    from = (from + turn * vec2(-from.y, from.x)) * (1.0 - 0.45 * turn * turn);
    return vec3(from.x + 0.02, p.y, from.y);
}

vec3 blown(vec3 p, float kind, float sway) {
    p = shifted(p);
    float scarf = step(1.5, kind) * step(kind, 2.5);
    float run = sway * 0.66;
    float wave = 0.12 * sine(run * 9.0 - frame.time * 3.6) + 0.05 * sine(run * 19.0 - frame.time * 6.9 + p.y * 9.0);
    vec3 flies = vec3(0.06 * sine(run * 8.0 - frame.time * 2.9), wave + (gust - 0.75) * 0.55 * run, -0.06 * gust);
    float ripple = sine(p.x * 9.0 + p.y * 7.0 - frame.time * 2.3);
    vec3 hangs = vec3(0.035 * ripple, 0.022 * gust * ripple, 0.20 * (gust - 0.65) + 0.065 * gust * ripple) * sway;
    float hair = 0.07 * sine(p.y * 11.0 - frame.time * 2.9);
    hangs += step(2.5, kind) * sway * vec3(0.0, 0.05 * gust, 0.06 + hair);
    return p + mix(hangs, flies * sway, scarf);
}

void main() {
    vec3 p = blown(mix(position, reaching, reach), surface.x, surface.y);
    vec3 ahead = normalize(vec3(0.6 * seam_azimuth, 0.0, 1.0));
    mat3 turned = mat3(ahead, vec3(0.0, 1.0, 0.0), vec3(-ahead.z, 0.0, ahead.x));
    vec3 there = feet + turned * p;
    gl_Position = frame.view_projection * vec4(there, 1.0);
    at = p;
    seen = there - frame.eye;
    facing = turned * normal;
    made = surface.xz;
    fine = distance(frame.eye, feet) * frame.pixel;
    key_light = frame.light * (1.5 * rim);
    far_light = frame.counter * (0.40 * rim);
    hand_light = mix(frame.counter, frame.light, 0.5) * (0.60 * rim);
    scarf_light = mix(frame.accent, frame.counter, 0.4) * rim;
    violet_light = frame.counter * (0.060 * rim);
    green_light = mix(frame.other, frame.light, 0.3) * (0.050 * rim);
    dark = frame.shadow * 0.25;
    tone = frame.dominant;
    to_seam = normalize(vec3(seam_azimuth + 0.35, 0.42, 0.55));
    hand_at = mix(vec3(0.24, 0.92, -0.26), vec3(0.14, 1.16, -0.64), reach);
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
#include "drapery.glsl"
uniform float rim;
flat in vec3 key_light, far_light, hand_light, scarf_light, violet_light, green_light, dark, tone, to_seam, hand_at;
flat in float fine;
uniform float veins;
in vec3 at;
in vec3 seen;
in vec3 facing;
in vec2 made;
out vec4 colour;

// Starlight under skin and cloth: the zero lines of noise, brightest near the hand, m.
vec3 veined(float from_hand) {
    float size = max(length(vec2(fwidth(at.z), fwidth(at.y))), 1e-4);
    vec2 lace = at.zy * vec2(13.0, 4.5) + vec2(0.0, 0.10 * frame.time);
    float wide = 0.003 + 0.5 * size;  // from afar lines are drawn wider, and dimmer by as much
    float line = 1.0 - min(abs(perlin(lace + 0.7 * perlin(lace * 0.6))) * 0.10 / wide, 1.0);
    float flow = 0.75 + 0.25 * sin(at.y * 11.0 - frame.time * 3.1) + 0.25 * frame.heart;
    return frame.light * vec3(1.0, 0.80, 0.52) * (line * line * 0.003 / wide) * (0.13 + 0.87 * exp(-2.4 * from_hand))
        * flow * smoothstep(4.0, 11.0, distance(frame.eye, feet));
}

void main() {
    vec3 smooth_n = normalize(facing);
    vec3 n = bumped(smooth_n, seen, drapery(vec3(-at.z, at.yx), floor(made.x + 0.004), fine));
    float f = 1.0 - clamp(-dot(0.35 * n + 0.65 * smooth_n, normalize(seen)), 0.0, 1.0);
    float edge = f * f * f;
    float towards = clamp(dot(n, to_seam) * 0.9 + 0.15, 0.0, 1.0);
    float away = clamp(dot(n, normalize(vec3(-0.9, 0.3, 0.15))), 0.0, 1.0);
    vec3 to_hand = hand_at - at;
    float from_hand2 = dot(to_hand, to_hand);
    float scarf = step(1.5, made.x) * step(made.x, 2.5);
    vec3 lit = key_light * (edge * towards * towards * made.y) + far_light * (edge * away * made.y)
        + hand_light * (edge / (1.0 + 14.0 * from_hand2)) + scarf_light * (scarf * (0.010 + 0.12 * towards));
    // both halves of the sky lie on the folds
    float violet = clamp(dot(n, vec3(-0.70, 0.45, -0.45)) + 0.15, 0.0, 1.0);
    float green = clamp(dot(n, vec3(0.75, 0.45, -0.35)) + 0.05, 0.0, 1.0);
    lit += violet_light * (violet * violet * violet * made.y) + green_light * (green * green * green * made.y);
#ifdef DAY
    // dark wool and skin in the sun, and a scarf of the warm colour
    float open = 0.35 + 0.65 * made.y;
    float skin = 1.0 - min(made.x, 1.0);
    float sunny = clamp(dot(n, to_seam), 0.0, 1.0);
    vec3 cloth = mix(frame.shadow * 1.5 + frame.dominant * 0.10, vec3(0.42, 0.24, 0.16), skin);
    cloth = mix(cloth, frame.accent * vec3(0.90, 0.42, 0.30), scarf);
    vec3 sky_light = mix(frame.dominant, frame.light, 0.5) * (0.30 + 0.30 * n.y) * open;
    vec3 day = cloth * (sky_light + frame.light * sunny * 1.2);
    day += frame.light * edge * (0.05 + 0.35 * sunny) * rim;
    colour = vec4(day, 1.0);
#else
    vec3 body = dark + tone * ((0.006 + 0.012 * clamp(n.y * 0.5 + 0.5, 0.0, 1.0)) * made.y);
#ifdef VEINS
    lit += veined(sqrt(from_hand2)) * veins;
#endif
    colour = vec4(body + lit, 1.0);
#endif
}
#endif

#endif
