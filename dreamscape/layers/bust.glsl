// The dreamer half out of the water, metres: skin, coat and scarf, nearly black, wet, with a cool rim from the mist
// behind and a warm one from the light before them. STRANDS: their hair, whose two highlights lie across the strands
// (Kajiya and Kay 1989; shifted as in Scheuermann 2004). SPARKS: points of light, each with a rhythm of its own.
// Straight into the picture (`fringe` above 0), it has a fringe around its outlines, and fades out where the water
// cuts it off. SOFT: the outline fades within about a pixel. Cost: its pixels only.
#include "frame.glsl"
#include "sine.glsl"

#ifdef VERTEX_STAGE
uniform vec3 lamp;     // m, the light before them
uniform float kindle;  // s into the act, when it begins
uniform float glimmer;
uniform float rim;
uniform vec3 place;    // m, on the water's plane, or below it while they are under water
uniform mat3 turned;
uniform float upright; // 1, or -1 in the mirror
uniform float point;   // px, of a spark
uniform vec4 posture;  // m to their left and ahead, at the crown; rad that the head turns; breath, 0 to 1
uniform float fringe;  // px, how wide it is; or 0 where samples are finer than pixels
in vec3 position;
in vec3 normal;
#ifdef SPARKS
in float number;       // its own
out vec3 shine;
#else
in vec2 surface;       // 0 skin, 1 cloth, 2 scarf, or the number of a lock of hair; how open to the light
in vec4 outward;       // of the fringe's outer vertices, which way they look out of it; then 0, and 1 for all else
out vec3 at;
out vec3 seen;
out vec3 facing;
out vec4 made;         // surface; 1, to 0 at the fringe's outer edge; how much of a pixel is above the water, unbounded
out vec3 own;          // m, in the figure's own axes: ahead, up, to its left
flat out float coarse;  // 1 if a sample is a whole pixel, 0 if it is half as wide
flat out float folded;  // 1, or 0 in the fringe, whose triangles are not the surface
flat out vec3 lamp_at, lamp_glow, lamp_gleam, moon_gleam, night_glow, edge_glow, mist_glow, dark_glow;
flat out vec3 below_glow, line_glow;  // from under water as the act begins; where the water climbs
flat out float burning, flows;  // how bright the lamp is; s, how far that has run

// What holds for the whole picture, which a software rasteriser would read for each pixel by itself.
void set_glows() {
    float lit = smoothstep(kindle, kindle + 4.0, frame.act_time);
    lamp_at = lamp;
    burning = lit * (1.0 + 0.25 * frame.heart);
    flows = frame.time;
    lamp_glow = frame.counter;
    lamp_gleam = mix(frame.counter, frame.light, 0.5);
    moon_gleam = (frame.dominant + frame.light * 0.25) * rim;
    night_glow = (frame.dominant + frame.light * 0.1) * (0.30 * rim);
    edge_glow = mix(frame.counter, frame.light, 0.2) * 3.4;
    mist_glow = (frame.dominant * 0.9 + frame.light * 0.10) * (1.05 * rim);
    dark_glow = frame.shadow * 0.4 + frame.dominant * 0.004;
    below_glow = frame.dominant * (0.60 * exp(-max(frame.act_time - 0.6, 0.0) * 0.85));
    line_glow = (frame.dominant + frame.counter * lit) * 0.16;
}
#endif
#ifdef STRANDS
in vec3 along;
out vec3 strand;
#endif

// What the water holds stays; the head turns on the neck, and takes the hair along as far as that lies on it.
vec3 shifted(vec3 p) {
    float high = max(p.y, 0.0) * 1.4;
    float turn = posture.z * smoothstep(0.40, 0.54, p.y);
    vec2 from = p.xz - vec2(0.02, 0.0);
    p.xz += turn * vec2(-from.y, from.x) - 0.5 * turn * turn * from;
    return p + vec3(posture.y, 0.0, posture.x) * high * (1.0 - smoothstep(0.1, 0.4, p.x));
}

void main() {
    float breath = posture.w;
    float chest = exp(-18.0 * (position.y - 0.30) * (position.y - 0.30)) * smoothstep(0.20, 0.0, abs(position.x));
    vec3 breathing = position + normal * chest * breath * 0.007
        + vec3(0.0, 0.006 * breath * smoothstep(0.1, 0.5, position.y), 0.0);
    vec3 here = place + turned * shifted(breathing);
    vec3 there = vec3(here.x, here.y * upright, here.z);
    vec3 out_of_it = turned * normal * vec3(1.0, upright, 1.0);
    gl_ClipDistance[0] = here.y;
#ifndef SPARKS
    seen = there - frame.eye;
    float size = length(seen) * frame.pixel;
    vec3 view = normalize(seen);
    vec3 out_way = turned * outward.xyz;
    out_way -= view * dot(view, out_way);
    out_way *= inversesqrt(max(dot(out_way, out_way), 0.09));
    out_way += view * (3.0 * dot(outward.xyz, outward.xyz));  // back: it passes under what it hardly stands out of
    there += out_way * (fringe * size);
    coarse = step(1e-3, fringe);
    gl_ClipDistance[0] = here.y + 0.5 * coarse * size;
    at = here;
    facing = out_of_it;
    made = vec4(surface, 1.0 - dot(outward.xyz, outward.xyz), here.y / size * coarse + 1.0 - 0.5 * coarse);
    own = position;
    folded = outward.w;
    set_glows();
#endif
    gl_Position = frame.view_projection * vec4(there, 1.0);
#ifdef STRANDS
    strand = turned * along * vec3(1.0, upright, 1.0);
#endif
#ifdef SPARKS
    gl_Position.z -= 0.0006 * gl_Position.w;
    vec3 to_lamp = lamp - here;
    float near = 1.0 / (1.0 + 2.5 * dot(to_lamp, to_lamp));
    float born = smoothstep(0.8 + 3.2 * fract(number * 7.31), 2.6 + 3.2 * fract(number * 7.31), frame.act_time);
    float swell = 0.5 + 0.5 * sin(frame.time * (0.9 + 1.9 * fract(number * 37.7)) + number * 61.0);
    float facing_us = smoothstep(-0.1, 0.5, -dot(normalize(there - frame.eye), out_of_it));
    float edge = 0.55 + 0.45 * (1.0 - facing_us);
    float big = fract(number * 113.7);
    vec3 hue = mix(mix(frame.dominant * 2.2, frame.light, 0.35), mix(frame.counter, frame.light, 0.45),
        smoothstep(0.1, 0.5, near + 0.5 * fract(number * 19.3)));
    float level = born * (0.18 + 0.82 * swell * swell * swell) * (0.45 + 1.3 * near) * (0.75 + 0.5 * frame.heart);
    shine = hue * level * edge * glimmer * facing_us * 1.5 * (0.7 + 3.0 * big * big * big) * step(0.0, here.y);
    float size = point * (1.4 + 1.8 * big * big * big) * clamp(3.2 / max(gl_Position.w, 0.5), 0.7, 2.5);
#ifdef SOFT
    gl_PointSize = max(size, 2.4);
#else
    gl_PointSize = max(size, 3.4);  // smaller ones would twinkle as they move
#endif
    shine *= size * size / (gl_PointSize * gl_PointSize);
#endif
}
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;
#ifdef SPARKS
in vec3 shine;

void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    float inside = max(1.0 - dot(p, p), 0.0);
    colour = vec4(shine * inside * inside * 1.4, 0.0);
}
#else
in vec3 at;
in vec3 seen;
in vec3 facing;
in vec4 made;
in vec3 own;
flat in float coarse, folded;
flat in vec3 lamp_at, lamp_glow, lamp_gleam, moon_gleam, night_glow, edge_glow, mist_glow, dark_glow;
flat in vec3 below_glow, line_glow;
flat in float burning, flows;
#include "drapery.glsl"

const vec3 TO_MOON = vec3(-0.61, 0.71, -0.35);  // above and behind us

struct Lit {      // a point of the figure
    vec3 n;
    vec3 view;    // from the eye
    vec3 way;     // to the lamp
    float warm;   // how much of the lamp's light arrives,
    float wrap;   // and how much of it falls on the surface
    float even;   // 1 where it is flat across a pixel
};

float tight(float along) {  // a wet highlight: the cosine to the 32nd
    float c = clamp(along, 0.0, 1.0);
    c *= c;
    c *= c;
    c *= c;
    c *= c;
    return c * c;
}

// What the bright mist all around gives to a surface with this normal; none by night.
vec3 day_light(vec3 n) {
#ifdef DAY
    vec3 low = frame.dominant * 0.35 + frame.other * 0.25, high = frame.dominant * 0.25 + frame.light * 0.95;
    return mix(low, high, 0.5 + 0.5 * n.y) * (0.45 + 0.9 * made.y);
#else
    return vec3(0.0);
#endif
}

#ifdef STRANDS
in vec3 strand;
uniform vec2 crown;  // m, x and z of the middle of the head

// How brightly strands shine for a half vector h, whose part along them is `along` and out of the hair `out_of`, when
// they are tipped outwards by `shift`.
float across(float along, float out_of, float shift) {
    float c = along + out_of * shift;
    return max(1.0 - c * c / (1.0 + shift * shift), 0.0);
}

vec3 stuff_lit(Lit p) {
    vec3 t = normalize(strand);
    float round = bearing(at.xz - crown) + 0.03 * sine(at.y * 23.0)
        + 0.05 * smoothstep(0.66, 0.50, own.y) * sine(at.y * 27.0 + 3.0 * made.x);  // about across the strands
    float combed = smoothstep(0.02, 0.13, distance(at.xz, crown)) * smoothstep(0.735, 0.655, own.y);  // on top they lie
    // close, and none is seen alone: their ends would be the teeth of a comb
    float fine = sine(round * 71.0 + 2.0 * sine(round * 19.0));
    float spun = fwidth(round);
    fine /= 1.0 + coarse * 110.0 * (spun * spun);
    float broad = sine(round * 27.0 + 6.0 * made.x);
    float shift = -0.10 + (0.12 * broad + 0.05 * fine) * combed;
    float streak = 0.68 + (0.20 * fine + 0.12 * broad) * combed;
    vec3 middle = normalize(p.way - p.view);
    float along = dot(t, middle);
    float out_of = dot(p.n, middle);
    float first = tight(across(along, out_of, shift));
    float second = across(along, out_of, shift + 0.28);
    second *= second;
    second *= second;
    second *= second;
    vec3 light = lamp_gleam * (first * 1.2) + lamp_glow * (second * 0.22);
    vec3 moon = normalize(TO_MOON - p.view);
    float cool = tight(across(dot(t, moon), dot(p.n, moon), shift)) * (0.3 + 0.7 * clamp(p.n.y + 0.4, 0.0, 1.0));
    return (lamp_glow * vec3(0.024, 0.016, 0.012) + light * streak) * (p.warm * p.wrap)
        + moon_gleam * (cool * streak * made.y * 0.11)
        + vec3(0.052, 0.036, 0.028) * (0.7 + 0.5 * streak) * day_light(p.n);
}
#else
vec3 stuff_lit(Lit p) {
    float cloth = clamp(made.x, 0.0, 1.0);
    vec3 woven = mix(vec3(0.040, 0.046, 0.062), vec3(0.300, 0.058, 0.036), clamp(made.x - 1.0, 0.0, 1.0));
    float root = smoothstep(0.705, 0.728, own.y + 0.003 * sine(own.z * 210.0));  // short hair, where the long begins
    vec3 stuff = mix(mix(vec3(0.27, 0.150, 0.095), vec3(0.045, 0.031, 0.024), root), woven, cloth);
    float gleam = tight(dot(p.n, normalize(p.way - p.view))) * p.even;
    float cool = tight(dot(p.n, normalize(TO_MOON - p.view))) * p.even;
    return stuff * lamp_glow * (p.wrap * p.wrap * p.warm * 0.95)
        + lamp_gleam * (gleam * p.warm * mix(0.70, 0.30, cloth))
        + moon_gleam * (cool * made.y * 0.10)
        + stuff * night_glow * (made.y * clamp(p.n.y * 0.5 + 0.5, 0.0, 1.0))
        + stuff * 1.15 * day_light(p.n);
}
#endif

#ifndef STRANDS
// m: wet cloth hangs from the shoulders in long folds that widen towards the water, is drawn across the chest to the
// raised arm, and crushed along its sleeve. `size`: m a pixel; finer folds are not there.
float wet_folds(float size) {
    float turn = bearing(own.xz + vec2(0.02, 0.0));
    float hangs = smoothstep(0.46, 0.10, own.y);
    float sleeve = smoothstep(0.10, 0.20, own.x);
    float sway = 1.3 * sine(own.y * 7.0 + 2.0 * turn);
    float long_ones = sine(11.0 * turn + sway) + 0.45 * sine(24.0 * turn - 1.6 * sway);
    long_ones *= 0.65 + 0.45 * sine(3.0 * turn + 4.0 * own.y + 1.0);
    float drawn = sine(own.y * 44.0 - own.x * 60.0 + 2.0 * sine(own.z * 19.0 + own.y * 9.0));
    float crushed = sine(own.x * 78.0 + own.y * 42.0 + 1.3 * sine(own.z * 40.0 + own.y * 23.0));
    float wraps = sine(own.y * 150.0 + 2.0 * sine(3.0 * turn + 1.0) + 3.0 * turn);
    float trunk = 0.0052 * hangs * long_ones + 0.0018 * (1.0 - hangs) * drawn;
    float scarf = clamp(made.x - 1.0, 0.0, 1.0);
    return mix(mix(trunk, 0.0016 * crushed, sleeve), 0.0030 * wraps, scarf) / (1.0 + 5000.0 * size * size);
}
#endif

vec3 water_climbs(vec3 n) {
    float line = exp(-at.y * 190.0) * (0.7 + 0.3 * sine(at.x * 67.0 + flows * 1.7 + at.z * 51.0));
    return below_glow * (exp(-at.y * 9.0) * clamp(0.2 - 0.8 * n.y, 0.0, 1.0)) + line_glow * line;
}

void main() {
    vec3 view = normalize(seen);
    vec3 n = normalize(facing);
    float even = 1.0;
#ifndef STRANDS
    float front = -dot(view, n);
    n = normalize(n + view * (coarse * min(front - 0.16, 0.0)));  // outlines look like the last pixel before them
    float size = length(seen) * frame.pixel * (1.0 + coarse * (1.6 / max(front, 0.12) - 1.0));  // if seen askance
    float plain = coarse * (1.0 - smoothstep(0.20, 0.60, front));
    n = bumped(n, at, folded * clamp(made.x, 0.0, 1.0) * (1.0 - plain) * wet_folds(size));
    vec3 bent = dFdx(facing), bowed = dFdy(facing);  // folds of cloth finer than pixels glint less
    float turns = min(dot(bent, bent) + dot(bowed, bowed), 0.05 + 1e3 * (1.0 - coarse));  // slivers exaggerate it
    even *= 1.0 / (1.0 + (90.0 - 67.5 * coarse) * clamp(made.x, 0.0, 1.0) * turns);
#endif
    float f = 1.0 - clamp(-dot(view, n), 0.0, 1.0);
    float edge = f * f * f * even;
    vec3 to_lamp = lamp_at - at;
    float far2 = dot(to_lamp, to_lamp);
    vec3 way = to_lamp * inversesqrt(far2);
    float warm = burning * made.y / (1.0 + 3.0 * far2);
    float wrap = clamp(dot(n, way) * 0.80 + 0.10, 0.0, 1.0);
    vec3 body = stuff_lit(Lit(n, view, way, warm, wrap, even));
    body += edge_glow * (edge * wrap * warm);
    float behind = clamp(dot(n, normalize(vec3(0.20, 0.30, 0.93))) * 0.9 + 0.35, 0.0, 1.0);
    float above = clamp(n.y * 0.6 + 0.4, 0.0, 1.0);
    body += mist_glow * (edge * behind * above * made.y);
    body += water_climbs(n) + dark_glow;
#ifdef DAY
    body += (frame.light * 0.45 + frame.dominant * 0.1) * edge * (0.25 + 0.75 * above);  // the mist wraps around them
#endif
    float part = made.z / (1.0 + max(max(body.r, body.g), body.b));  // bright, it counts for less: or sparks crawl
    colour = vec4(body, 1.0) * (part / (part + 1.0 - made.z) * clamp(made.w, 0.0, 1.0));
#ifdef SOFT
    colour *= clamp(3.5 * (1.0 - f), 0.0, 1.0);
#endif
}
#endif
#endif
