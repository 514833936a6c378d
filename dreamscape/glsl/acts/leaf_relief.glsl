// leaf_relief: the carving of a leaf of the door: niches, rails, the collar around the lock, glyphs, bronze, moss.
// Needs frame.glsl, threshold.glsl, perlin.glsl, sine.glsl, `at`, `place` and `scratched`. Called in the order in
// which they stand here. Cost: about 250 operations, six noises (three at the lower tiers) and a tap.
uniform sampler2D glyph_slopes;  // distance in tiles, and its slope
uniform float embers[12];  // how much of its note a glyph still rings with
const float STRIP = 0.070;     // m, of bronze on each leaf
const float LOW = 0.40;        // m, the foot of the lowest row of glyphs
const float ROW = 0.715;       // m; rows and glyphs stand as on the street
const float RIB = 1.43;        // m from the middle
const float NICHE = 0.75;      // m from the middle, of the niches' middles
const vec2 HALF = vec2(0.575, 0.272);  // m, half a niche
const float DEEP = 0.085;      // m, of a niche
const float COLLAR = 0.655;    // m from the lock's middle, of the fluted ring around it
const float TAU = 6.2831853;

// Metres to the edge of a niche, negative inside, and the way out of it. `q` from the niche's middle, `l` from the
// lock's.
vec3 niche(vec2 q, vec2 l) {
    const float ROUND = 0.10;
    vec2 b = abs(q) - HALF + ROUND;
    vec2 corner = max(b, 0.0);
    float far = length(corner);
    float box = far + min(max(b.x, b.y), 0.0) - ROUND;
    vec2 way = (far > 0.0 ? corner / far : b.x > b.y ? vec2(1.0, 0.0) : vec2(0.0, 1.0)) * sign(q);
    float r = length(l);
    return COLLAR - r > box ? vec3(COLLAR - r, -l / r) : vec3(box, way);
}

// Moss on a leaf.
struct Moss {
    float bank, moss, blades;  // how deep it stands, m; 1 where it grows; its tips
};

// The glyph at a point of a leaf.
struct Sign {
    float off, shown;  // how far off the glyph's lines are, in tiles; 1 where there is one
    float groove, heart_of, warm;  // the V that it is cut as, its bottom, and the warmth around that
    float ember;  // how much of its note it still rings with
};

// The surface of a leaf.
struct Surface {
    float worn, rough;  // noise
    vec2 rise;  // slope to the right and upwards
    vec3 tint;  // its colour, what it mirrors and how sharply, and how much sky it sees
    float mirror, narrow, sky;
    float outer;  // m to the rib near the hinges
    float flute, fluted;  // across a flute of the collar; 1 on the collar
    float of_metal;  // 1 on bronze
};

// The niche of a glyph, as seen from a point of a leaf.
struct Niche {
    vec2 l;  // m from the lock's middle
    vec2 look;  // m, how far the floor is shifted as the eye sees it
    vec3 brim, low;  // edge of the niche and of its floor, as of niche()
    float ground, wall, sunk;  // 1 on the floor, 1 on the wall, and how deep on that
    vec2 floor_at, p;  // the point on the floor, and on the leaf
    float beat;  // of the heart
};

// A point of a leaf.
struct Point {
    float side, size, a;  // of the door; m, a pixel, and from the leaf's own edge
    vec2 out_up;  // outwards and up
    float row, which, v, to_joint;  // of the glyphs; m within it, and to its joint
};

// A niche for each glyph: its floor lies deeper than the rails around it, and moves with the eye.
Niche niche_at(Point pt) {
    vec2 q = vec2(pt.a - NICHE, pt.v - 0.5 * ROW);
    Niche cell;
    cell.l = vec2(pt.a, at.y - LOCK.y);
    cell.look = (place.xy - frame.eye.xy) / max(place.z - frame.eye.z, 0.1) * pt.out_up * DEEP;
    cell.brim = niche(q, cell.l);
    cell.low = niche(q + cell.look, cell.l + cell.look);
    float within = clamp(0.5 - cell.brim.x / pt.size, 0.0, 1.0);
    cell.ground = clamp(0.5 - cell.low.x / pt.size, 0.0, 1.0) * within;  // the floor; the rest of the niche is its wall
    cell.sunk = clamp(cell.brim.x / min(cell.brim.x - cell.low.x, -1e-4), 0.0, 1.0);  // how deep on the wall
    cell.wall = within - cell.ground;
    cell.floor_at = q + cell.look;
    cell.p = vec2(pt.side * pt.a, at.y) + cell.look * pt.out_up * within;
    cell.beat = heartbeat(at);
    return cell;
}

// Rails of black glass: waves, an incised line that follows the niches and the lock.
Surface rails_of(Point pt, Niche cell) {
    Surface face;
    face.worn = perlin(cell.p * 1.9 + scratched.yx);
#if QUALITY > 1
    face.rough = perlin(cell.p * vec2(31.0, 23.0));
#else
    face.rough = 0.0;  // finer than its pixels
#endif
    face.rise = vec2(0.028 * face.worn + 0.012 * face.rough, 0.02 * face.rough);
    face.rise += cell.brim.yz * (bevel(cell.brim.x, 0.016, pt.size) * 1.3
        + (bevel(cell.brim.x - 0.034, 0.007, pt.size) - bevel(cell.brim.x - 0.041, 0.007, pt.size)) * 0.9);
    face.rise -= vec2(0.0, pt.v < 0.5 * ROW ? 1.0 : -1.0) * bevel(0.010 - pt.to_joint, 0.010, pt.size) * 0.9;
    face.outer = RIB - pt.a;
    float inner = pt.a - STRIP;
    face.rise += vec2(1.0, 0.0) * (bevel(inner, 0.014, pt.size) - bevel(face.outer, 0.014, pt.size)) * 0.9;
    face.tint = frame.dominant * 0.13 + frame.counter * 0.022;
    face.mirror = 0.85;
    face.narrow = 0.74 - 0.25 * smoothstep(-0.2, 0.5, face.worn);
    return face;
}

// The wall and the floor of the niche, and the fluted collar around the lock.
Surface with_wall(Surface face, Point pt, Niche cell) {
    vec2 carved = cell.low.yz * (bevel(-cell.low.x - 0.045, 0.022, pt.size) * 0.8
        - bevel(-cell.low.x - 0.080, 0.008, pt.size) * 0.5)
        + vec2(0.02, 0.015) * face.rough;
    face.rise = mix(mix(face.rise, carved, cell.ground), cell.brim.yz * 4.0 + 0.2 * face.rough, cell.wall);
    face.sky = mix(1.0, 0.34 + 0.66 * smoothstep(0.0, 0.11, -cell.low.x), cell.ground)
        * (1.0 - cell.wall * (0.35 + 0.5 * cell.sunk));

    // the collar: flutes around the lock
    float r = length(cell.l);
    face.flute = fract(bearing(cell.l.yx) / TAU * 88.0) - 0.5;
    face.fluted = smoothstep(pt.size, -pt.size, abs(r - 0.575) - 0.055);
    vec2 around = vec2(cell.l.y, -cell.l.x) / max(r, 1e-3);
    face.rise += (around * face.flute * 2.4 * clamp(1.6 - pt.size * 190.0, 0.0, 1.0)
        - cell.l / max(r, 1e-3) * (r - 0.575) * 6.0)
        * face.fluted;
    return face;
}

// The glyph, cut as a V.
void cut_glyph(Point pt, Niche cell, inout Surface face, out Sign mark) {
    vec2 tile = cell.floor_at / (ROW * 0.74) * pt.out_up + 0.5;
    vec2 in_tile = clamp(tile, 0.02, 0.98);
    float leaf = pt.which * 2.0 + (pt.side > 0.0 ? 1.0 : 0.0);
    vec3 cut = texture(glyph_slopes, vec2((leaf + in_tile.x) / 12.0, in_tile.y)).rgb;
    mark.off = cut.x + length(tile - in_tile);
    mark.shown = cell.ground * step(-0.5, pt.row) * step(pt.row, 6.5);
    mark.groove = clamp((0.036 - mark.off) * 0.74 * ROW / pt.size + 0.5, 0.0, 1.0) * mark.shown;
    face.rise = mix(face.rise, cut.yz * pt.out_up * 1.1, mark.groove);
    face.tint = mix(face.tint, frame.dominant * 0.07, mark.groove);
    mark.heart_of = smoothstep(0.0130, 0.0030, mark.off) * mark.shown;  // the bottom of the V, where the embers lie
    mark.warm = smoothstep(0.040, 0.0, mark.off) * mark.shown;
    int index = int(leaf);
    mark.ember = embers[index];
}

// A strip of bronze with rivets, a rib near the hinges.
Surface with_bronze(Surface face, Point pt) {
    float bronze = clamp((STRIP - pt.a) / pt.size + 0.5, 0.0, 1.0);
    vec2 to_rivet = vec2(pt.a - 0.038, mod(at.y - LOW, ROW / 4.0) - ROW / 8.0) / 0.0125;
    float rivet = clamp((1.0 - dot(to_rivet, to_rivet)) * 0.006 / pt.size + 0.5, 0.0, 1.0);
    float metal_rise = bevel(pt.a, 0.009, pt.size) * 0.9 - bevel(pt.a - STRIP + 0.009, 0.009, pt.size) * 0.9;
    vec2 metal = vec2(metal_rise, 0.0) * (1.0 - rivet) - rivet * to_rivet * 0.8 + vec2(0.10, 0.03) * face.rough;
    float verdigris = smoothstep(0.05, 0.6, face.worn + 0.25 * face.rough);
    vec3 bronze_tint = mix(frame.other * 0.13, frame.accent * 0.05 + frame.dominant * 0.05, verdigris);
    float beyond = -face.outer;
    float on_rib = clamp(beyond / pt.size + 0.5, 0.0, 1.0);
    float rib_rise = bevel(beyond, 0.014, pt.size) - bevel(beyond - 0.034, 0.014, pt.size)
        + bevel(beyond - 0.085, 0.03, pt.size) * 0.8;
    face.of_metal = max(bronze, on_rib);
    face.rise = mix(face.rise, bronze > on_rib ? metal : vec2(rib_rise, 0.0) + vec2(0.08) * face.rough, face.of_metal);
    face.of_metal = max(face.of_metal, face.fluted);
    face.tint = mix(face.tint, bronze_tint, face.of_metal);
    face.mirror = mix(face.mirror, 0.9 - 0.5 * verdigris, face.of_metal) * face.sky;
    face.narrow = mix(face.narrow, 0.28, face.of_metal);
    return face;
}

// Moss on the floors of the niches, creeping up, and in the joints.
void grow_moss(Point pt, Niche cell, inout Surface face, out Moss fur) {
    float creep = perlin(cell.p * vec2(4.3, 3.1) + scratched) * 0.8 + perlin(cell.p * vec2(17.0, 21.0)) * 0.6;
#if QUALITY > 1
    creep += perlin(cell.p * 53.0) * 0.4;
#endif
    float stands = max(cell.floor_at.y + HALF.y, 0.0)
        + 3.0 * smoothstep(0.0, 0.5, -cell.low.z) * smoothstep(-0.3, 0.3, cell.floor_at.y);
    fur.bank = mix(0.004 + 0.016 * creep - pt.to_joint, 0.020 + 0.050 * creep - min(stands, -cell.low.x * 1.5 + 0.02),
        cell.ground);
    fur.moss = smoothstep(-0.002 - pt.size, 0.003 + pt.size, fur.bank) * (1.0 - face.of_metal) * (1.0 - cell.wall)
        * step(-0.5, pt.row)
        * step(pt.row, 6.5);
    fur.blades = 0.35 + 0.25 * creep;
#if QUALITY > 1
    fur.blades += 0.8 * perlin(cell.p * vec2(110.0, 140.0)) * clamp(1.5 - pt.size * 150.0, 0.0, 1.0);
#endif
    face.rise = mix(face.rise, vec2(creep * 0.6, 0.5), fur.moss);
    face.tint = mix(face.tint * face.sky, frame.accent * 0.22 + frame.other * 0.02, fur.moss);
    face.mirror *= 1.0 - 0.95 * fur.moss;
}
