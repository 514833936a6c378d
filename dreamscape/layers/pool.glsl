// The pool, from straight above: the plane z = 0, metres. FIELD draws its slope (x, y) and height into a small target,
// but for its rings, which pool_rings.glsl adds; TRAINS: with waves without end.
// Without it: all that is soft, into a smaller target, halved: the sky mirrored in its slopes, silver on the ripples,
// what is below; its alpha is how bright the face is through it. CLOSED: while no hole is seen. The picture of
// both is made by pool_picture.glsl. Cost: two octaves of perlin and two taps a pixel, 3 ms for 1280x720 on two cores;
// FIELD 1 ms. What holds for the whole picture comes from the vertices: rasterisers on a CPU read that faster.
#include "frame.glsl"
#include "touch.glsl"
#include "fall.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "ring_wave.glsl"
#include "pool_plane.glsl"

uniform vec3 pool_place;

uniform float calm;
uniform float falling;

vec2 under(vec2 place) {  // of the picture, in half heights: the point of the water that is seen there
    return on_water(place / vec2(frame.aspect, 1.0) * 0.5 + 0.5);
}

float unrest() {
    float settled = smoothstep(-1.0, calm, frame.act_time);
    return (1.0 - settled) * sqrt(1.0 - settled);
}

#ifdef VERTEX_STAGE
#ifdef FIELD
uniform vec3 spring;     // x, y of where slow rings come from, m, and radians a metre
out vec3 way;            // x, y: m on the water, from below the eye, times z
flat out vec2 eye_at;
flat out vec2 wide_at, narrow_at;  // of the noise, now
flat out vec3 spring_at;
flat out float uneasy, seconds, breathes;

void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0;
    way = frame.forward + frame.right * corner.x + frame.up * corner.y;
    way.xy *= -frame.eye.z;
    eye_at = frame.eye.xy;
    wide_at = vec2(frame.time * 0.25, -frame.time * 0.19) + pool_place.xy;
    narrow_at = vec2(-frame.time * 0.42, frame.time * 0.37) + pool_place.yz;
    spring_at = spring;
    uneasy = unrest();
    seconds = frame.act_time;
    breathes = 0.135 * smoothstep(2.0, 8.0, frame.act_time);
    gl_Position = vec4(corner, 1.0, 1.0);
}
#else
uniform float sky;
uniform float silver;
uniform vec3 seam;    // x, y across the seam of the mirrored sky, and m by which it is shifted
uniform vec2 moon;    // m, where still water mirrors what shines
uniform vec3 glow;    // its colour, of frame.light
uniform vec2 halves;  // brightness of the sky's halves
out vec2 part;        // place in the picture, 0 to 1
out vec3 way;         // x, y: m on the water, from below the eye, times z
flat out vec2 eye_at;
flat out vec3 seam_at, violet, emerald, light, dominant, other, counter, accent, dark, moonlight;
flat out vec2 moon_at, fold_at, ray_at, fine_at;  // m; of the noise, now
flat out float sways, cored, mirroring, silvery, falls, uneasy;

void main() {
    set_plane();
    part = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    vec2 corner = part * 2.0 - 1.0;
    way = frame.forward + frame.right * corner.x + frame.up * corner.y;
    way.xy *= -frame.eye.z;
    eye_at = frame.eye.xy;
    seam_at = seam;
    violet = (frame.dominant * 0.9 + vec3(0.05, 0.0, 0.09)) * halves.x;
    emerald = (frame.other * 0.42 + frame.dominant * 0.25) * halves.y;
    light = frame.light;
    dominant = frame.dominant;
    other = frame.other;
    counter = frame.counter;
    accent = frame.accent;
    dark = frame.shadow + frame.dominant * 0.018;
    moonlight = glow * frame.light;
    moon_at = moon;
    fold_at = vec2(0.0, frame.time * 0.035) + pool_place.xz;
    ray_at = vec2(0.0, -frame.time * 0.05) + pool_place.zy;
    fine_at = vec2(-frame.time * 0.5, frame.time * 0.7) + pool_place.yx;
    sways = pool_place.x + frame.time * 0.11;
    uneasy = unrest();
    cored = 0.017 * (1.0 - 0.6 * uneasy) * (1.0 - opening);
    mirroring = sky;
    silvery = silver;
    falls = exp(-frame.act_time * 0.55) * falling;
    gl_Position = vec4(corner, 1.0, 1.0);
}
#endif
#elif defined(FIELD)
layout(location = 0) out vec2 slope;
layout(location = 1) out float height;
in vec3 way;
flat in vec2 eye_at, wide_at, narrow_at;
flat in vec3 spring_at;
flat in float uneasy, seconds, breathes;
#ifdef TRAINS
uniform vec4 trains[4];  // waves without end: x, y, radians a metre, radians a second
uniform float heights[4];
uniform int train_count;
#endif

// Waves without end that run outwards from a place: `many` radians a metre, `pace` a second.
vec3 train(vec2 p, vec2 from, float many, float pace) {
    vec2 d = p - from;
    float r = length(d) + 1e-3;
    float turn = r * many - seconds * pace;
    return vec3(d / r * cosine(turn), sine(turn)) * smoothstep(0.0, 0.12, r);
}

void main() {
    vec2 p = eye_at + way.xy / way.z;
    vec3 wave = vec3(0.0);
    if (touched) {  // rings run from where it is struck, and fine ones from where the hand rests
        for (int i = 0; i < 4; i++) {
            float age = 1.7 * frame.waves[i].z + 0.15;
            vec3 shape = ring_shape(age, 0.30 * frame.waves[i].w);
            wave += ring_wave(p - under(frame.waves[i].xy), RING_PACE * age, shape);
        }
        vec2 off = p - under(frame.hand.xy);
        wave += train(p, under(frame.hand.xy), 46.0, 7.0) * 0.08 * frame.hand.z / (1.0 + 9.0 * dot(off, off));
    }
    vec2 off_face = (p - vec2(0.0, -0.14)) * vec2(1.0, 0.68);
    float beside = smoothstep(0.55, 1.7, dot(off_face, off_face));  // stiller over the face
    float wide = 0.004 + 0.004 * beside + 0.040 * uneasy;
    vec3 a = perlin_d(p * 2.9 + wide_at);
    vec3 b = perlin_d(p.yx * 7.1 + narrow_at);
    wave += (vec3(a.yz, a.x) + vec3(b.zy, b.x)) * wide;
#ifdef TRAINS
    int n = 0;
    do wave += train(p, trains[n].xy, trains[n].z, trains[n].w) * heights[n] * (1.0 + a.x); while (++n < train_count);
#endif

    vec2 off_spring = p - spring_at.xy;
    float far = length(off_spring) + 1e-3;
    float swell = far * spring_at.z - seconds * 2.2;
    // they come in groups, are whole all around, and the face calms them
    float group = 0.5 + 0.5 * sine(far * 1.9 - seconds * 0.23);
    float breath = breathes * group * group * smoothstep(0.0, 0.3, far)
        / (0.55 + 0.45 * far) * (0.30 + 0.70 * beside);
    wave += vec3(off_spring / far * cosine(swell), sine(swell)) * breath;
    slope = wave.xy;
    height = wave.z;
}

#else

in vec2 part;
in vec3 way;
flat in vec2 eye_at;
flat in vec3 seam_at, violet, emerald, light, dominant, other, counter, accent, dark, moonlight;
flat in vec2 moon_at, fold_at, ray_at, fine_at;
flat in float sways, cored, mirroring, silvery, falls, uneasy;
layout(location = 0) out vec2 red_green;
layout(location = 1) out vec2 blue_shade;

// The night that the water mirrors, at a point of it: the seam, violet on its left, emerald on its right, folded light.
vec3 night(vec2 q) {
    float off = 1.18 * (dot(q, seam_at.xy) + seam_at.z)
        + 0.05 * sine(dot(q, vec2(-seam_at.y, seam_at.x)) * 2.6 + sways);
    vec3 tint = mix(violet, emerald, smoothstep(-0.5, 0.5, off));
    float fold = perlin(vec2(q.x * 0.9 + 0.2 * q.y, q.y * 0.30) + fold_at);
    float ray = perlin(vec2(q.x * 3.6 + fold * 2.0, q.y * 0.40) + ray_at);
    float glow = max(0.34 + fold * 1.1, 0.0) * (0.85 + 0.45 * ray);
    float wide = 1.0 / (1.0 + 30.0 * off * off);
    float thick = max(0.017, fwidth(off) * 1.04);
    float core = thick * thick / (off * off + thick * thick);
    core *= core * cored / thick;
    return tint * (0.035 + 0.13 * glow * glow + 0.16 * wide * wide) + light * (0.40 * core);
}

// The water: the night that it mirrors, and the light below where it opens.
void water_of(vec2 p, vec3 wave, float fine, float r2, float o, float hole, float within, out vec3 mirrored,
    out vec3 water) {
    vec2 q = p + wave.xy * 0.9;
    mirrored = night(q);
    water = dark + mirrored * (mirroring * (0.35 + 0.65 * smoothstep(0.6, 4.0, dot(p, p))));
    float sunk = clamp(1.0 - r2 / max(2.6 * hole, 1e-4), 0.0, 1.0);  // 0 at the lip, 1 in the middle
    float lace = max(1.0 - abs(fine + 0.5 * wave.z) * 1.7, 0.0);
    vec3 below = (other * 0.30 + dominant * 0.95) * (0.10 + 0.75 * sunk * sunk)
        + (other * 0.4 + light * 0.55) * sunk * sunk * sunk * sunk * 0.75;
    below += (counter * 0.25 + light * 0.12) * lace * lace * sunk * sunk;
    below += light * 0.22 * exp(-r2 * 20.0) * o;
    below *= 0.85 + 0.55 * wave.z;
    water += max(below, 0.0) * o * (within + 0.20 * exp(-r2 * 3.0));
}

// The light that falls in as the act begins.
vec3 with_falling_star(vec3 c, vec2 s, vec2 mid) {
    vec2 drop = mid + s * 0.55;
    float near = dot(drop, drop);
    float heart = 1.0 / (1.0 + 70.0 * near);
    heart *= heart;
    float around = 1.0 / (1.0 + near * 13.0);
    c += light * (falls * 1.6 * heart * heart);
    c += (light * 0.16 + dominant * 0.55) * (falls * around * around);
    return c;
}

// What shines, where the water mirrors it: a disc that the waves draw out to crescents, and light around it; `miss` is
// by how much the slope misses it.
vec3 moon_in(vec2 miss, vec3 mirrored) {
    float calmness = 1.0 / (1.0 + 5.0 * uneasy);
    float away = dot(miss, miss) * calmness;
    vec2 foot = fwidth(miss);  // crescents thinner than a pixel are faint lines, else they would be dots
    float wide = 1.7 + 8000.0 * calmness * dot(foot, foot);
    float disc = fall(0.2, wide, away * 24000.0) * sqrt(1.7 / wide);
    float near = 1.0 / (1.0 + 1500.0 * away);
    float halo = 1.0 / (1.0 + 60.0 * away);
    return moonlight * (0.48 * disc + 0.07 * near * near + 0.012 * halo * halo) + mirrored * 1.2 * halo * halo;
}

// The lip of the water where it opens, bright where it turns to the light.
vec3 lip_of(vec2 mid, float r2, float within, float o) {
    float rim = 4.0 * within * (1.0 - within) * smoothstep(0.0, 0.4, o);
    float lit = 0.30 + 0.70 * max(dot(mid, vec2(0.55, -0.83)) * inversesqrt(r2), 0.0);
    return (accent * 0.30 + counter * 0.10) * (rim * rim * lit);
}

void main() {
    vec2 p = eye_at + way.xy / way.z;
    vec3 wave = wave_at(part);
#ifdef CLOSED
    float o = 0.0, fine = 0.0;
#else
    float o = opening;
    float fine = perlin(p * 15.0 + fine_at);
#endif
    vec2 slope = wave.xy;

    vec2 mid = p - MIDDLE;
    float r2 = dot(mid, mid) + 1e-4;
    float hole = hole_at(wave.z);
    float within = fall(0.10, 2.6, r2 / max(hole, 1e-4)) * step(1e-4, hole);  // a soft lip: the face is seen through it
    float face = texture(mosaic, part + bent(mid, wave)).a * (1.0 - within);

    vec3 mirrored, water;
    water_of(p, wave, fine, r2, o, hole, within, mirrored, water);

    vec2 to_moon = moon_at - p;
    float slant = dot(slope, to_moon) * inversesqrt(dot(to_moon, to_moon) + 0.1);
    float shade = 1.0 - 0.35 * smoothstep(0.01, 0.25, -slant);
    vec3 c = water * (1.0 - face) * shade;
    float crest = max(slant, 0.0) * max(slant, 0.0);
    crest /= crest + 0.008 + 0.020 * uneasy + 0.012 * o;
    float line = crest * crest;
    vec3 faint = min(mirrored, 0.08);
    float apart = 1.0 - 0.8 * within;
    c += (faint * (1.3 * crest + 4.2 * line) + accent * (0.020 * crest + 0.075 * line * line)) * (silvery * apart);

    c += moon_in(mix(0.20, 0.5, uneasy) * slope - 0.10 * to_moon, mirrored) * silvery * apart * (1.0 - 0.8 * face);

    if (touched) {  // silver on the rings, and the night's light in them
        float felt = felt_at(in_picture(part * frame.resolution) + 0.9 * slope);
        float ridge = crest * (0.35 + 0.65 * line) + 0.5 * max(wave.z, 0.0);
        c += (accent * 0.20 + mirrored * 1.4 + dominant * 0.25) * felt * ridge / (1.0 + 0.8 * ridge)
            * (1.0 - within);
        c += mirrored * felt * 0.7 * (1.0 - face);
    }
    c += lip_of(mid, r2, within, o) * (0.8 + 0.8 * wave.z);
    c = with_falling_star(c, slope, mid);
    c = max(c, 0.0) * 0.5;  // as water_at reads it
    red_green = c.rg;
    blue_shade = vec2(c.b, 0.5 * shade * (1.0 + 0.6 * wave.z) * (1.0 - within));
}

#endif
