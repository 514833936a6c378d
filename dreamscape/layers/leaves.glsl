// The leaves of the door, metres. From the middle out: a strip of bronze with rivets, then black glass carved into
// niches, one for each glyph, cut short by the fluted collar around the lock, moss on their floors; a raised rib near
// the hinges. Where the leaves part: light; CLOSED: before they part. COVER: the disc that the lock hides, into the
// depth only. Cost: about 380 operations, six noises (three at the lower tiers) and two taps a pixel.
#include "frame.glsl"
#include "touch.glsl"
#include "threshold.glsl"
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
    colour = vec4(0.0);
}
#endif
#else
#include "slab.glsl"

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
#include "sine.glsl"
uniform vec2 scratched;
in vec2 at;
in vec3 place;
out vec4 colour;
#include "leaf_relief.glsl"

// What shines on a leaf.
struct Glow {
    float streak, glassy;  // of what the glass mirrors, and where it is glass
    vec3 ash;  // colour of the embers
};

// What the glass with the normal `n` mirrors: the spires behind us, sinking into the dark.
void mirror_spires(Niche cell, Surface face, Sign mark, Moss fur, vec3 n, inout vec3 c, out Glow glow) {
    vec3 back = reflect(normalize(place - frame.eye), n);
    float across = back.x / max(-back.z, 0.2);
    glow.streak = 0.5 + 0.5 * sine(across * 9.0 + scratched.x + 2.0 * sine(across * 3.7 + back.y * 1.3 + scratched.y));
    glow.glassy = face.sky * (1.0 - mark.groove) * (1.0 - face.of_metal) * (1.0 - fur.moss) * (1.0 - cell.wall);
    c += (frame.counter * 0.6 + frame.dominant) * glow.streak * glow.streak * glow.glassy * 0.11
        * (1.0 - 0.85 * pressing)
        / (1.0 + 0.5 * back.y * back.y + 0.8 * at.x * at.x);
}

// The heart's light in moss and embers.
void with_heart(Niche cell, Sign mark, Moss fur, inout vec3 c, inout Glow glow) {
    float distance = length(at - LOCK.xy);
    float fade = 1.0 / (1.0 + 0.35 * distance * distance);
    c += frame.accent * fur.moss * (0.010 + 0.90 * cell.beat * cell.beat * fade) * max(fur.blades, 0.05)
        * smoothstep(-0.004, 0.022, fur.bank);
    glow.ash = mix(frame.other, frame.light, 0.35);
    c += glow.ash * (mark.heart_of + 0.09 * mark.warm * mark.warm * mark.warm)
        * ((0.035 + 0.75 * cell.beat * cell.beat * fade) * (1.0 - mark.ember) + 1.3 * mark.ember);
    c += frame.other * mark.ember * exp(-mark.off * 13.0) * mark.shown * 0.16;
}

// The carving lights as the glyphs do, the moss too; where the leaves meet a line of light swells.
vec3 with_touch(vec3 c, Point pt, Niche cell, Surface face, Sign mark, Moss fur, Glow glow) {
    if (touched) {
        float felt = felt_at(in_view(place - frame.eye) + 0.30 * face.worn);
        float carved_of = bevel(cell.brim.x, 0.016, pt.size)
            + 0.7 * bevel(-cell.low.x - 0.045, 0.022, pt.size) * cell.ground
            + face.fluted * (0.25 + face.flute * face.flute);
        c += (glow.ash * (1.1 * mark.heart_of + 0.30 * mark.warm)
            + (frame.counter * 0.30 + frame.dominant * 0.70) * carved_of * 0.55)
            * felt;
        c += (frame.dominant * 0.22 + frame.counter * 0.07)
            * (0.06 + 1.2 * glow.streak * glow.streak * max(0.3 + face.worn, 0.0))
            * glow.glassy * felt;
        c += frame.accent * fur.moss * max(fur.blades, 0.05) * 0.55 * felt;
        c += frame.light * vec3(1.0, 0.80, 0.52) * (0.012 / (0.012 + max(abs(at.x) - gap, 0.0)))
            * exp(-3.0 * max(abs(at.x) - gap, 0.0)) * felt * 0.9;
    }
    return c;
}

#ifndef CLOSED
// The light between the leaves over `c`.
vec3 with_gap(vec3 c, Point pt) {
    float half_px = 0.5 * pt.size;
    float open = clamp((gap - abs(at.x)) / pt.size + 0.5, 0.0, 1.0) * min(gap / half_px, 1.0);
    float drawn = smoothstep(0.0, 0.25, gap * 600.0 - abs(at.y - LOCK.y));  // it runs up and down from the lock
    float core = 1.0 - abs(at.x) / max(gap, 1e-4);
    float wisps = 0.5 * sine(at.x * 60.0 + 3.0 * sine(at.y * 2.3 - frame.time * 1.1))
        * sine(at.y * 3.1 + at.x * 19.0 - frame.time * 1.7);
    float thin = 1.0 - smoothstep(0.004, 0.020, gap);  // a hair of light is all core
    vec3 gate = mix(vec3(0.80, 0.42, 0.13), frame.light * (1.55 + 0.9 * wisps), max(smoothstep(0.0, 0.75, core), thin))
        * (0.95 + 4.0 * gap + 0.7 * thin);
    c = mix(c, gate, open * drawn);
    return c;
}
#endif

void main() {
    Point pt;
    pt.side = at.x < 0.0 ? -1.0 : 1.0;
    pt.size = max(fwidth(place.y), 1e-4);
    pt.a = (abs(at.x) - gap) / (HALF_WIDE - gap) * HALF_WIDE;  // m from the leaf's own edge
    pt.out_up = vec2(pt.side, 1.0);
    pt.row = (at.y - LOW) / ROW;
    pt.which = clamp(floor(pt.row), 0.0, 5.0);
    pt.v = fract(pt.row) * ROW;
    pt.to_joint = min(pt.v, ROW - pt.v);

    Niche cell = niche_at(pt);
    Surface face = rails_of(pt, cell);

    face = with_wall(face, pt, cell);

    Sign mark;
    cut_glyph(pt, cell, face, mark);
    face = with_bronze(face, pt);

    Moss fur;
    grow_moss(pt, cell, face, fur);
    vec2 bent = bow(at);
    vec3 n = normalize(vec3(bent - face.rise * pt.out_up, -1.0));
    vec3 deep_place = place + vec3(cell.look * pt.out_up, DEEP) * max(cell.ground, cell.wall * cell.sunk);
    vec3 c = lit(deep_place, n, face.tint, face.mirror, face.narrow);

    Glow glow;
    mirror_spires(cell, face, mark, fur, n, c, glow);

    with_heart(cell, mark, fur, c, glow);
    c = with_touch(c, pt, cell, face, mark, fur, glow);

#ifndef CLOSED
    c = with_gap(c, pt);
#endif
    colour = vec4(c, 1.0);
}
#endif
#endif
