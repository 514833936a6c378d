// The lock, metres from its middle: bronze rings, marks, and a rose and the boss with the keyhole, which turn with the
// key; their relief is read from a sheet. Drawn with its shadow, as a disc; SHADOW: the ring around it that is nothing
// else. Cost: about 180 operations and two taps a pixel of it; where there are four samples of the relief, 340 and
// five taps; of the ring ten.
#include "frame.glsl"
#include "touch.glsl"
#include "door_light.glsl"
const float RIM = 0.500;  // m

#ifdef VERTEX_STAGE
uniform float rim;  // m, what of the disc shows more than its shadow, and where the ring begins
out vec2 at;     // m, in the plane of the door
out vec3 place;  // m, in the world
out vec4 weather;
out vec2 bowed;
out vec4 view;  // the way to the eye, unit; one over its length and the way's to the moon together
flat out vec3 bronze_tint, patina_tint, hollow_glow, mark_glow, beyond_glow;
flat out vec2 cast_by;  // as `hole`
#ifdef SHADOW
const int ROUND = 48, DEEP = 1;
#else
const int ROUND = 48, DEEP = 3;  // quads
#endif
const float REACH = 0.602;  // m, so that the sides of the disc stay outside of the shadow

void main() {
    int quad = gl_VertexID / 6;
    int corner = gl_VertexID % 6;
    corner = corner < 3 ? corner : 6 - corner;  // 0 1 2, 3 2 1
    float turn = float(quad % ROUND + (corner & 1)) / float(ROUND) * 6.2831853;
    float ring = float(quad / ROUND + (corner >> 1)) / float(DEEP);
#ifdef SHADOW
    float r = mix(rim, REACH, ring);
#else
    float r = ring * rim;
#endif
    at = LOCK.xy + r * vec2(cos(turn), sin(turn));
    place = pressed(at);
    weather = weather_at(place);
    weather.y *= beamed(place);
    set_lights();
    bowed = bow(at);
    view.xyz = seen_from(place).xyz;
    view.w = inversesqrt(2.0 + 2.0 * dot(moon, view.xyz));
    bronze_tint = (frame.other * 0.042 + frame.dominant * 0.006) * polish;
    patina_tint = (frame.accent * 0.016 + frame.dominant * 0.03) * polish;
    hollow_glow = frame.accent;
    mark_glow = mix(frame.other, frame.light, 0.3);
    beyond_glow = frame.light * vec3(1.0, 0.78, 0.45);
    cast_by = hole;
    gl_Position = frame.view_projection * vec4(place, 1.0);
    vec4 nearer = frame.view_projection * vec4(place - vec3(0.0, 0.0, 0.03), 1.0);  // than what hides the leaves there
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
}
#endif

#ifdef FRAGMENT_STAGE
// The lock's shadow on the glass, so far from its middle.
float shadow_at(float r, float across) {
    return smoothstep(0.10, 0.0, r - RIM) * 0.75 * step(parted.x, across);
}

#ifdef SHADOW
in vec2 at;
out vec4 colour;

void main() {
    float across = abs(at.x);
    colour = vec4(0.0, 0.0, 0.0, shadow_at(length(vec2(across - parted.x, at.y - LOCK.y)), across));
}
#else
uniform sampler2D lock_sheet;  // as of lock_sheet.glsl
uniform float texels;
uniform vec2 turned;  // cosine and sine of how far it has turned, clockwise
in vec2 at;
in vec3 place;
in vec4 weather;
in vec2 bowed;
in vec4 view;
flat in vec3 bronze_tint, patina_tint, hollow_glow, mark_glow, beyond_glow;
flat in vec2 cast_by;
out vec4 colour;
const float TURNS = 0.3075;  // m, what lies within turns: the bottom of a groove
const float SPAN = 1.04;  // m, of the sheet
const float SEAM = 0.003;  // m, half of where the leaves meet
const int SAMPLES = QUALITY < 2 ? 1 : 4;  // a pixel, of the relief

// A sample of the sheet: slope, and what lock_sheet.glsl cut, and how green it is.
struct Relief {
    vec2 rise;
    float cut, green;
};

vec2 turned_by(vec2 turn, vec2 p) {
    return vec2(turn.x * p.x - turn.y * p.y, turn.y * p.x + turn.x * p.y);
}

Relief relief_at(vec2 on_sheet, vec2 turn, float lod) {
    vec4 found = textureLod(lock_sheet, on_sheet, lod);
    return Relief(turned_by(vec2(turn.x, -turn.y), slope_of(found.xy)), found.z, found.w);
}

// What the lock is made of at a sample.
struct Bronze {
    vec3 tint;
    float mark, hollow, dark, mirror;
};

Bronze bronze_at(Relief relief, float r) {
    float mark = relief.cut * step(0.33, r), hollow = relief.cut * step(0.14, r) * step(r, 0.31);
    float cut = max(hollow, mark);
    vec3 tint = mix(bronze_tint, patina_tint, relief.green) * (1.0 - 0.75 * cut);
    return Bronze(tint, mark, hollow, relief.cut * step(r, 0.13), (1.9 - 1.5 * relief.green) * (1.0 - 0.8 * cut));
}

// The relief of all samples of a pixel, `size` m, around a point.
void read_relief(vec2 p, float size, out Relief samples[SAMPLES]) {
    vec2 turn = dot(p, p) < TURNS * TURNS ? turned : vec2(1.0, 0.0);  // of the inner rings
    vec2 on_sheet = turned_by(turn, p) * (1.0 / SPAN) + 0.5, right = turn * (size * (1.0 / SPAN));  // right: of a pixel
    float lod = log2(size * texels * (1.0 / SPAN)) - (SAMPLES == 1 ? SHARPER : 2.0);
    for (int k = 0; k < SAMPLES; k++) {
        vec2 off = SAMPLES == 1 ? vec2(0.0) : vec2(float(k), float((k * 2 + 1) % 5)) * 0.25 - 0.375;
        samples[k] = relief_at(on_sheet + off.x * right + off.y * vec2(-right.y, right.x), turn, lod);
    }
}

// How much of the lights they take, and what they are in the mean: where rings are narrower than pixels, what is
// averaged is their light, not their slope.
vec4 all_taken(Relief samples[SAMPLES], vec2 bent, Lights lights, float narrow, out Relief mean) {
    const float PART = 1.0 / float(SAMPLES);
    vec4 takes = vec4(0.0);
    mean = Relief(vec2(0.0), 0.0, 0.0);
    for (int k = 0; k < SAMPLES; k++) {
        takes += taken(normalize(vec3(bent - samples[k].rise, -1.0)), lights, narrow) * PART;
        mean.rise += samples[k].rise * PART;
        mean.cut += samples[k].cut * PART;
        mean.green += samples[k].green * PART;
    }
    return takes;
}

// Processors keep about this order: what is read is asked for first, and what does not need it comes in between.
void main() {
    float beat = heartbeat(at);
    float side = at.x < 0.0 ? -1.0 : 1.0;
    float size = max(fwidth(place.y), 1e-4), per = 1.0 / size;
    vec2 p = vec2(at.x - side * parted.x, at.y - LOCK.y);
    Relief samples[SAMPLES], all;
    read_relief(p, size, samples);
    float r = length(p);
    Lights lights = lights_at(place, view.xyz, view.w);
    float sun = sunlit(vec3(at, 0.0), moon_way, cast_by, size);
    vec2 bent = bowed - vec2(side * parted.x * 1.2, 0.0);
    float narrow = SAMPLES == 1 ? 0.30 / (1.0 + 30.0 * size) : 0.28;
    vec4 takes = all_taken(samples, bent, lights, narrow, all);
    vec3 n = normalize(vec3(bent - all.rise, -1.0));
    Bronze of = bronze_at(all, r);
    float cut = max(of.hollow, of.mark);
    float sky = (1.0 - 0.6 * cut) * (0.35 + 0.65 * smoothstep(1.6, 0.0, dot(all.rise, all.rise)));
    vec3 c = lit(place, n, lights, takes, of.tint, of.mirror, narrow, sky * weather.x, sun * weather.y);
    float warm = 0.10 * beat * beat;
    c += hollow_glow * (of.hollow * (0.006 + warm)) + mark_glow * (of.mark * (0.010 + warm));
    if (touched) {  // its marks and the rose's hollows light
        float felt = felt_at(in_view(place - frame.eye));
        c += (mark_glow * of.mark * 0.9 + hollow_glow * of.hollow * 0.35
            + (frame.counter * 0.3 + frame.dominant * 0.4) * min(dot(all.rise, all.rise), 1.0) * 0.18) * felt;
    }
    c = mix(c, beyond_glow * min(parted.x * 25.0, 0.9), of.dark);
    float per_wide = min(1.0 / SEAM, per);
    float seam = 1.0 - 0.75 * max(1.0 - abs(p.x) * per_wide, 0.0) * (SEAM * per_wide);
    c = in_air(c * seam, weather.zw);

    float seen = clamp((RIM - r) * per + 0.5, 0.0, 1.0) * clamp((abs(at.x) - parted.x) * per + 0.5, 0.0, 1.0);
    colour = vec4(c * seen, max(seen, shadow_at(r, abs(at.x))));
}
#endif
#endif
