// carving: the carving of the door's leaves: niches with glyphs, the strip of bronze, the lock, and their lines of
// light. For door.glsl, whose uniforms, varyings, constants, `Point`, `line` and `torus` it uses.

// The niche of a glyph, as seen from a point of the leaf.
struct Niche {
    float row, nth;  // of the glyphs, from the ground; the nearest one
    vec2 q;  // m from the niche's middle
    vec2 l;  // m from the lock's middle
    float r;
    float box, niche;  // m to the niche's edge, negative inside; 1 inside
    float brim, brim_in;  // lines along its edge
    float way_up, way_out, slope;  // where its walls look, and how much of a wall this is
};

// The glyph at a point of the leaf.
struct Sign {
    float shown;  // 1 where there may be a glyph
    float off, core;  // how far off the glyph's lines are, in tiles; 1 on them
    vec3 etched;  // its light
};

// The niche at a point; the topmost follows the arch.
Niche niche_at(Point pt) {
    Niche cell;
    cell.row = (at.y - LOW) / ROW;
    cell.nth = clamp(floor(cell.row), 0.0, 6.0);
    cell.q = vec2(pt.a - NICHE, at.y - LOW - (cell.nth + 0.5) * ROW);
    cell.l = vec2(pt.a, at.y - LOCK);
    cell.r = length(cell.l);
    vec2 b = vec2(abs(cell.q.x), cell.nth > 5.5 ? -cell.q.y : abs(cell.q.y)) - HALF + 0.10;
    cell.box = length(max(b, 0.0)) + min(max(b.x, b.y), 0.0) - 0.10;
    cell.box = max(max(cell.box, pt.d + REVEAL + 0.07), COLLAR - cell.r);
    cell.niche = clamp(0.5 - cell.box / pt.size, 0.0, 1.0);
    cell.brim = line(cell.box, 0.011, pt.size);
    cell.brim_in = line(cell.box + 0.070, 0.006, pt.size) * cell.niche;
    cell.way_up = clamp(cell.q.y / HALF.y, -1.0, 1.0);
    cell.way_out = clamp(cell.q.x / HALF.x, -1.0, 1.0);
    cell.slope = exp(-cell.box * cell.box * 700.0) * cell.niche;
    return cell;
}

// Midnight glass: what it mirrors moves with the eye; the walls of the niches catch the sky and the seam.
vec3 midnight_glass(Point pt, Niche cell) {
    float mirrored = at.x * 0.9 + at.y * 0.34 + moment.z * 0.35 + 0.25 * pt.veil;
    float sheen = 0.5 + 0.5 * sin(mirrored * 2.6);
    sheen *= sheen * sheen;
    vec3 glass = dominant * (0.11 + 0.07 * at.y / built.y + 0.03 * pt.veil) + counter * 0.010
        + (dominant * 0.40 + counter * 0.09) * sheen * (0.25 + 0.6 * cell.niche);
    glass *= 1.0 - 0.45 * cell.niche * smoothstep(0.16, 0.0, -cell.box) * max(cell.way_up, 0.0) - 0.20 * cell.niche;
    glass += (counter * 0.16 + dominant * 0.20) * cell.slope * max(-cell.way_up, 0.0);
    glass += pt.gold * 0.10 * cell.slope * max(cell.way_out, 0.0) / (0.4 + pt.a);
    glass += pt.gold * 0.014 / (0.07 + pt.a * pt.a * 8.0) * (0.7 + 0.5 * pt.wisp);  // from the seam
    return glass;
}

// The strip of bronze and the lock over the `glass`; `rings` are the lines of its carving.
void with_lock(Point pt, Niche cell, inout vec3 glass, out float on_collar, out float rings) {
    float strip = clamp((STRIP - pt.a) / pt.size + 0.5, 0.0, 1.0) * step(RIM, cell.r);
    glass = mix(glass, pt.bronze * (0.12 + 0.08 * pt.wisp + 0.45 * exp(-pt.a * 45.0)), strip);
    vec2 out_way = cell.l / max(cell.r, 1e-3);
    float lean = torus(cell.r - 0.470, 0.030) + torus(cell.r - 0.335, 0.022) + torus(cell.r - 0.132, 0.022)
        + 0.6 * torus(cell.r - 0.575, 0.06);
    float raked = max(lean * (out_way.y * 0.8 - out_way.x * 0.5) + 0.25, 0.0);
    float angle = atan(cell.l.x, cell.l.y) / TAU;
    float petal = (fract(angle * built.w) - 0.5) / built.w * TAU;
    float reach = (cell.r - 0.150) / 0.160;
    float bound = 2.7 / built.w * sqrt(max(1.0 - reach * reach, 0.0)) * smoothstep(-0.1, 0.5, reach + 0.25);
    float from_petal = (bound - abs(petal)) * cell.r;
    float rose = step(0.0, reach) * step(reach, 1.0);
    float of_petal = clamp(from_petal / pt.size + 0.5, 0.0, 1.0) * rose;
    float on_lock = clamp((RIM - cell.r) / pt.size + 0.5, 0.0, 1.0);
    on_collar = clamp((COLLAR - cell.r) / pt.size + 0.5, 0.0, 1.0);
    vec3 metal = pt.bronze * (0.05 + 1.25 * raked * raked + 0.22 * of_petal * (1.0 - 0.7 * reach))
        * (1.0 - 0.6 * rose * (1.0 - of_petal));
    glass = mix(glass, metal * mix(0.55, 1.0, on_lock), on_collar);
    rings = line(cell.r - RIM, 0.012, pt.size) + 0.8 * line(cell.r - 0.412, 0.007, pt.size)
        + line(cell.r - 0.325, 0.009, pt.size)
        + line(cell.r - 0.125, 0.010, pt.size);
    rings += 0.7 * line(cell.r - COLLAR + 0.02, 0.008, pt.size)
        + 0.6 * line(from_petal, 0.006, pt.size) * rose * smoothstep(1.0, 0.85, reach);
    rings += line(cell.r - 0.030, 0.012, pt.size)
        + line(max(abs(cell.l.x) - 0.006, abs(cell.l.y + 0.045) - 0.04), 0.008, pt.size) * 0.8;
}

// The glyph at a point, lit and humming.
Sign glyph_at(Point pt, Niche cell) {
    float fold = max(1.0 - built.z * 0.6, 0.2);
    int which = int(min(cell.nth, 5.0)) * 2 + (at.x > 0.0 ? 1 : 0);
    Sign mark;
    mark.shown = step(0.0, cell.row) * step(cell.row, 6.0) * cell.niche;
    float across = (abs(at.x) - pt.gap - NICHE / pt.half_wide * (pt.half_wide - pt.gap)) / fold;
    vec2 tile = vec2(across * sign(at.x), cell.q.y) / (ROW * 0.86) + 0.5;
    vec2 in_tile = clamp(tile, 0.02, 0.98);
    mark.off = textureLod(glyph_field, vec2((float(which) + in_tile.x) / 12.0, in_tile.y), 0.0).r
        + length(tile - in_tile);
    vec2 lit = glyph[which] * mark.shown;
    float hum = 1.0 + lit.x * (0.10 * sin(moment.x * (9.0 + float(which) * 0.7))
        + 0.12 * sin(moment.x * 1.9 + float(which) * 2.1));
    mark.core = line(mark.off, 0.022, pt.size / (ROW * 0.86)) * mark.shown;
    vec2 rim = smoothstep(0.0, 0.24, 0.5 - abs(in_tile - 0.5));
    float halo = exp(-mark.off * 13.0) * rim.x * rim.y;
    mark.etched = (light * 0.60 + accent * 0.72) * mark.core * lit.x * (1.25 + 2.2 * lit.y) * hum;
    mark.etched += (accent * 0.75 + other * 0.05) * halo * (0.34 * lit.x + 0.9 * lit.y) * hum * mark.shown;
    return mark;
}

// Lines of light: all the carving at first, which then draws back into bronze and glass.
void with_carving(Point pt, Niche cell, float on_collar, float rings, Sign mark, inout vec3 lines, inout vec3 glass) {
    float carving = max(max(cell.brim, 0.5 * cell.brim_in), max(mark.core, rings * on_collar));
    carving = max(carving, 0.8 * line(pt.a - STRIP, 0.006, pt.size) * (1.0 - on_collar));
    float to_line = min(min(abs(cell.box), mark.off * ROW + (1.0 - mark.shown)), abs(cell.r - RIM));
    float soft = exp(-to_line * mix(20.0, 7.0, pt.heat));
    glass += (counter * 0.32 + light * 0.07 + dominant * 0.5) * pt.heat
        * (0.22 + 0.20 * pt.veil + 0.9 * soft);
    // they cool last
    glass += (light * 0.71 + accent * 0.34) * pt.heat * (2.0 - pt.heat) * carving * (1.0 + 0.4 * pt.wisp);
    glass += (counter * 0.20 + light * 0.02) * (cell.brim + 0.4 * cell.brim_in) * (1.0 - pt.heat)
        * (0.55 + 0.45 * pt.veil);
    glass += (counter * 0.22 + light * 0.05) * mark.core * (1.0 - pt.heat);
    glass += pt.gold * (0.26 + 0.26 * moment.y) * rings * on_collar * (1.0 - pt.heat) * (0.8 + 0.4 * pt.wisp);
    glass += pt.gold * (0.03 + 0.05 * moment.y) * exp(-abs(cell.r - RIM) * 8.0);
    glass += mark.etched * (1.0 - pt.open);
    if (touched) {  // the carving lights, and the seam
        float felt = felt_at(in_picture(gl_FragCoord.xy) + 0.05 * vec2(pt.veil, pt.wisp));
        glass += (pt.gold * 0.55 * max(carving, mark.core)
            + (counter * 0.14 + dominant * 0.30) * (0.12 + soft))
            * felt;
        lines += pt.gold * exp(-max(abs(at.x) - pt.gap, 0.0) * 9.0) * felt * 0.25 * pt.thread;
    }
}
