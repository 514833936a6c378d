// The leaves of the door, metres: black glass carved into niches, one for each glyph, bronze, moss, dust; their relief
// is read from a sheet, and the floors of the niches lie deeper than the rails and move with the eye. Where the leaves
// part: light, GAP; CLOSED: before they part. COVER: the disc that the lock hides, black. COLLAR_RING:
// the fluted ring around the lock, by both sides of each crease. Cost: about 300 operations, two taps and a fetch a
// pixel.
#include "frame.glsl"
#include "touch.glsl"
#include "door_light.glsl"
#ifdef COVER

#ifdef VERTEX_STAGE
void main() {
    float side = gl_VertexID < 48 ? -1.0 : 1.0;
    int corner = gl_VertexID % 3;
    float turn = (float(gl_VertexID % 48 / 3 + max(corner - 1, 0)) / 16.0 - 0.5) * 3.14159265;
    float r = corner > 0 ? 0.485 : 0.0;
    vec3 place = pressed(LOCK.xy + vec2(side * (gap + r * cos(turn)), r * sin(turn)));
    gl_Position = frame.view_projection * vec4(place - vec3(0.0, 0.0, 0.004), 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

void main() {
    colour = vec4(0.0, 0.0, 0.0, 1.0);
}
#endif
#else
uniform float texels;  // of the sheet, across
uniform vec4 glass;    // how much of the dominant, counter, other and accent colour
#ifdef VERTEX_STAGE
flat out vec3 pane_tint, bronze_tint, patina_tint, dust_tint, moss_tint, glyph_glow, spire_glow;
flat out float of_bronze;  // the palette's other colour, as a part of bronze_tint

void set_tints() {
    pane_tint = frame.dominant * glass.x + frame.counter * glass.y + frame.other * glass.z + frame.accent * glass.w;
    bronze_tint = frame.other * (0.039 * polish);
    patina_tint = (frame.accent + frame.dominant) * (0.015 * polish);
    dust_tint = frame.counter * 0.040 + frame.other * 0.020;
    moss_tint = frame.accent * 0.06 + frame.other * 0.01;
    glyph_glow = mix(frame.other, frame.light, 0.35);
    spire_glow = frame.counter * 0.6 + frame.dominant;
    of_bronze = 1.0 / (0.039 * polish);
}
#endif
#include "slab.glsl"

#ifdef FRAGMENT_STAGE
#ifdef GAP
in vec3 place;
in vec4 weather;
out vec4 colour;

void main() {
    vec2 at = place.xy;
    float size = max(fwidth(place.y), 1e-4);
    float open = clamp((gap - abs(at.x)) / size + 0.5, 0.0, 1.0) * min(2.0 * gap / size, 1.0);
    float drawn = smoothstep(0.0, 0.25, gap * 600.0 - abs(at.y - LOCK.y));  // it runs up and down from the lock
    float core = 1.0 - abs(at.x) / max(gap, 1e-4);
    float wisps = 0.5 * sine(at.x * 60.0 + 3.0 * sine(at.y * 2.3 - frame.time * 1.1))
        * sine(at.y * 3.1 + at.x * 19.0 - frame.time * 1.7);
    float thin = 1.0 - smoothstep(0.004, 0.020, gap);  // a hair of light is all core
    vec3 gate = mix(vec3(0.80, 0.42, 0.13), frame.light * (1.55 + 0.9 * wisps), max(smoothstep(0.0, 0.75, core), thin))
        * (0.95 + 4.0 * gap + 0.7 * thin);
    colour = vec4(gate, 1.0) * (open * drawn);
}
#else
#include "niche.glsl"
#include "leaf_rows.glsl"
uniform sampler2D leaf_form;    // as of leaf_sheet.glsl
uniform sampler2D leaf_matter;
uniform float embers[12];       // how much of its note a glyph still rings with
in vec3 place;
in vec4 weather;
in vec2 bowed;
in vec4 view;
in vec3 pixel;
flat in float stretched;
in vec3 mirrored;
flat in vec3 pane_tint, bronze_tint, patina_tint, dust_tint, moss_tint, glyph_glow, spire_glow;
flat in float of_bronze;
out vec4 colour;

const float CRACK = 0.006;  // m, the dark between leaf and frame

#include "leaf_point.glsl"

// What a leaf is made of at a point.
struct Matter {
    float of_metal, moss, dust, sun, sky, off;  // parts; and how far off the glyph's lines are, in tiles
    vec3 tint;
    float mirror, glassy;
};

// The bevels along the strip of bronze, and of the other leaf's where the two meet.
void with_strip(Point pt, inout Steps steps) {
    const float WIDE = 0.009, LEAN = 0.9;  // m
    float seen = step(COLLAR - 0.02, abs(pt.p.y - LOCK_HIGH)), across = pixel.x;
    float inner = part_of(pt.p.x, WIDE, across) * seen, outer = part_of(STRIP - pt.p.x, WIDE, across) * seen;
#ifdef CLOSED
    outer += part_of(-pt.p.x, WIDE, across) * seen;
#endif
    bool inwards = moon_way.x * pt.side < 0.0;
    vec3 in_way = vec3(LEAN, 0.0, 1.0) * inner, out_way = vec3(-LEAN, 0.0, 1.0) * outer;
    steps.bright += inwards ? in_way : out_way;
    steps.dark += inwards ? out_way : in_way;
}

float soft_step(float t) {
    t = clamp(t, 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

// The faces of a point that are too narrow to be read; steps are seen as much as neither bronze nor moss lies on them.
Steps faces_at(Point pt, vec4 matter) {
#ifdef COLLAR_RING
    return Steps(vec3(0.0), vec3(0.0));
#else
    vec2 to_moon = moon_way.xy * vec2(pt.side, 1.0);
    Steps steps = steps_at(pt.p, pt.brim, pt.low, pt.ground, to_moon, pt.per, pixel.y);
    float bare = (1.0 - matter.x) * (1.0 - min(matter.z * 1.6, 1.0)) * (1.0 - pt.wall);
    steps.bright *= bare;
    steps.dark *= bare;
    vec3 wall = vec3(pt.brim.yz * 4.0, 1.0) * pt.wall;
    if (dot(pt.brim.yz, to_moon) > 0.0) steps.dark += wall;
    else steps.bright += wall;
    with_strip(pt, steps);
    return steps;
#endif
}

// What the sheets hold of a point.
struct Carving {
    vec4 form, matter;
};

Carving carving_at(vec2 p, float side, float size) {
    vec2 on_sheet = vec2(0.5 + side * max(p.x, 0.002) * (0.5 / HALF_WIDE), row_of(p.y));
    float lod = log2(size * texels * (0.5 / HALF_WIDE)) - SHARPER;
    return Carving(textureLod(leaf_form, on_sheet, lod), textureLod(leaf_matter, on_sheet, lod));
}

// How narrow highlights are there.
float narrow_at(Point pt, Carving carved) {
    const float SOFTER = QUALITY < 2 ? 30.0 : 6.0;  // 1/m, with the size of a pixel
    float dull = (1.0 - pt.wall) * max(carved.matter.x, 0.8 * carved.matter.w);
    return (0.66 - 0.38 * dull) / (1.0 + SOFTER * pt.size);
}

Matter matter_at(Point pt, Carving carved, float inset) {
    vec4 form = carved.form, matter = carved.matter;
    Matter m;
    float shown = 1.0 - pt.wall;
    m.sun = form.z * (1.0 - 0.75 * pt.wall * pt.sunk);
    m.of_metal = matter.x * shown;
    m.moss = matter.z * shown;
    m.dust = matter.w * shown;
    m.off = form.w * 0.25 + pt.wall;
    m.sky = mix(1.0, 0.30 + 0.70 * soft_step(pt.low * (-1.0 / 0.13)), pt.ground)
        * (1.0 - pt.wall * (0.35 + 0.5 * pt.sunk));
    float framed = soft_step(inset * (1.0 / 0.55)) * soft_step(pt.at.y * (1.0 / 0.35));  // by the jambs, the sill
    m.sky *= 0.30 + 0.70 * framed;
    float fur = min(m.moss * 1.6, 1.0);
    m.tint = mix(pane_tint, mix(bronze_tint, patina_tint, matter.y), m.of_metal);
    m.tint = mix(m.tint, dust_tint, m.dust * 0.6);
    m.tint = mix(m.tint, moss_tint, fur);
    m.mirror = mix(0.85, 1.7 - 1.2 * matter.y, m.of_metal) * m.sky * (1.0 - 0.75 * m.dust) * (1.0 - 0.95 * fur);
    m.glassy = m.sky * (1.0 - m.of_metal) * (1.0 - fur) * (1.0 - 0.8 * m.dust) * shown;
    return m;
}

// The heart's light in moss and embers, as its beat is here; returns how bright the glyph is that is cut here.
float with_heart(Point pt, Matter m, float beat, inout vec3 c) {
    vec2 from_lock = pt.at - LOCK.xy;
    float fade = beat * beat / (1.0 + 0.35 * dot(from_lock, from_lock));
    c += (moss_tint - bronze_tint * (0.01 * of_bronze)) * (m.moss * (0.13 + 13.0 * fade));
#ifdef CLOSED
    float ember = embers[int(min(nth_row(pt.p), 5.0)) * 2 + (pt.side > 0.0 ? 1 : 0)];
#else
    const float ember = 0.0;  // all are silent before the leaves part
#endif
    float soft = 0.0015 + 0.6 * pt.size;  // tiles, so that thin lines far off are faint, not broken
    float faint = min(1.0, 0.0080 / (0.5 * soft + 0.004));
    float heart_of = soft_step((0.0130 + soft - m.off) / (0.0100 + 2.0 * soft)) * faint;
    float warm = soft_step(1.0 - m.off * (1.0 / 0.045));
    c += glyph_glow * ((heart_of + 0.09 * warm * warm * warm) * ((0.035 + 0.75 * fade) * (1.0 - ember) + 1.3 * ember));
    float halo = max(1.0 - m.off * 4.2, 0.0);
    c += bronze_tint * (of_bronze * ember * halo * halo * halo * 0.16);
    return 1.1 * heart_of + 0.30 * warm;
}

// What the glass mirrors: the spires behind us, sinking into the dark; returns how bright they are.
float mirror_spires(float tilt, Matter m, inout vec3 c) {
    float streak = 0.5 + 0.5 * sine(mirrored.x + mirrored.y * tilt);
    c += spire_glow * (streak * streak * m.glassy * mirrored.z);
    return streak * streak;
}

// The carving lights as the glyphs do, the moss too; where the leaves meet a line of light swells.
vec3 with_touch(vec3 c, vec2 at, vec2 rise, Matter m, float cut, float streak) {
    if (touched) {
        float felt = felt_at(in_view(place - frame.eye) + 0.30 * rise);
        float carved_of = min(dot(rise, rise), 1.0);
        c += (mix(frame.other, frame.light, 0.35) * cut
            + (frame.counter * 0.30 + frame.dominant * 0.70) * carved_of * 0.45) * felt;
        c += (frame.dominant * 0.22 + frame.counter * 0.07) * (0.06 + 0.5 * streak) * m.glassy * felt;
        c += frame.accent * m.moss * 0.55 * felt;
        c += frame.light * vec3(1.0, 0.80, 0.52) * (0.012 / (0.012 + max(abs(at.x) - gap, 0.0)))
            * exp(-3.0 * max(abs(at.x) - gap, 0.0)) * felt * 0.9;
    }
    return c;
}

vec3 normal_of(vec2 bent, vec2 rise, float side) {
    return normalize(vec3(bent - rise * vec2(side, 1.0), -1.0));
}

#ifdef COLLAR_RING
#include "flutes.glsl"
#endif

// That of steps, as of Steps, where the slope between them is `plain`.
vec3 step_normal(vec2 plain, vec3 steps, float side) {
    float share = max(steps.z, 1e-3);
    return normalize(vec3(bowed * share - (plain * share + steps.xy) * vec2(side, 1.0), -share));
}

// How much of them a step takes: dust lies where it faces up, light and dull.
vec4 on_step(vec3 n, Lights lights, float narrow) {
    float dust = clamp(1.5 * n.y - 0.1, 0.0, 1.0) * 0.6;
    return taken(n, lights, narrow) * vec4(1.0 + 2.2 * dust, 1.0 - dust, 1.0 + dust, 1.0);
}

// Of one that looks away from the moon, where none lies and no highlight is.
vec4 taken_away(vec3 n, Lights lights) {
    float raked = max(dot(n, lights.stone), 0.0);
    return vec4(max(dot(n, moon_way), 0.0), 0.0, max(dot(n, lights.slit) + 0.32, 0.0), raked * raked);
}

// How much of the lights is taken by all that a pixel holds; `mean` is that of its normals.
vec4 all_taken(Point pt, vec2 plain, Steps steps, float narrow, Lights lights, out vec3 mean) {
    float side = pt.side;
    vec3 level_n = normal_of(bowed, plain, side);
    vec4 level = taken(level_n, lights, narrow);
#ifdef COLLAR_RING
    mean = level_n;
    Flutes flutes = flutes_at(pt.p, pt.size);
    vec3 parts = about_crease(flutes, pt.size);
    vec4 before = taken(normal_of(bowed, flute_rise(flutes, parts.x), side), lights, narrow);
    vec4 beyond = taken(normal_of(bowed, flute_rise(flutes, parts.y), side), lights, narrow);
    return mix(level, mix(beyond, before, parts.z), flutes.share);
#else
    vec3 bright = steps.bright, dark = steps.dark;
    float rest = max(1.0 - bright.z - dark.z, 0.0);
    vec3 to = step_normal(plain, bright, side), away = step_normal(plain, dark, side);
    mean = level_n * rest + to * bright.z + away * dark.z;
    return level * rest + on_step(to, lights, narrow) * bright.z + taken_away(away, lights) * dark.z;
#endif
}

// Processors keep about this order: what is read is asked for first, and what does not need it comes in between.
void main() {
    float beat = heartbeat(place.xy);
    Point pt = point_at();
    Carving carved = carving_at(pt.p, pt.side, pt.size);
    sink(pt);
    float inset = -arch(pt.at, 0.0);
    vec3 deeper = place + vec3(0.0, 0.0, DEEP * pt.deep);
    Lights lights = lights_at(deeper, view.xyz, view.w);
    Steps steps = faces_at(pt, carved.matter);
    float narrow = narrow_at(pt, carved);
    vec2 plain = slope_of(carved.form.xy);
    vec3 n;
    vec4 takes = all_taken(pt, plain, steps, narrow, lights, n);
    Matter m = matter_at(pt, carved, inset);
    vec3 c = lit(deeper, n, lights, takes, m.tint, m.mirror, narrow, m.sky * weather.x, m.sun * weather.y);
    float cut = with_heart(pt, m, beat, c);
    float streak = mirror_spires(-plain.x * pt.side, m, c);
    float per_crack = 1.0 / max(CRACK, 1.3 * pt.size);
    c *= 1.0 - CRACK * per_crack * (1.0 - clamp(inset * per_crack, 0.0, 1.0));
    c = in_air(with_touch(c, pt.at, plain + steps.bright.xy + steps.dark.xy, m, cut, streak), weather.zw);
    colour = vec4(c, 1.0);
}
#endif
#endif
#endif
