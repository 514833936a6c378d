// leaf_ornament: what is carved between the glyphs of leaf_sheet.glsl: waves that spread from each of them, rays with
// inlaid bronze in the heads of the leaves, studs on the rails, and along the foot the two strands of the key, one of
// bronze. ornament: bends the slope, returns 1 on bronze; arguments: the point, how far it is off the glyph, in tiles,
// and the way away from that. Needs niche.glsl and sine.glsl. Cost: 120 operations.
const float RAYS = 9.0;  // in a leaf's quarter of a rose
const float HUB = 0.34;  // m, the radius of the ring that they leave
const float FOOT = 0.205, SWINGS = 0.062, TURN = 0.40, STRAND = 0.015;  // m: of the helix, its middle, how far out

// 1 where |d| < half, m.
float within(float d, float half_wide, float size) {
    return clamp((half_wide - abs(d)) / size + 0.5, 0.0, 1.0);
}

void spread_waves(Point pt, float off, vec2 away, inout vec2 rise) {
    float bare = smoothstep(0.092, 0.104, -pt.brim.x) * pt.floor_of * step(pt.p.y, LOW + 6.0 * ROW);
    float strong = smoothstep(0.045, 0.075, off) * smoothstep(0.29, 0.09, off);
    rise += away * (sine((off - 0.045) * TAU / 0.066) * 0.13 * strong * bare);
}

float rayed_head(Point pt, inout vec2 rise) {
    vec2 q = pt.p - vec2(0.0, LOW + 6.0 * ROW + 0.06);
    float r = max(length(q), 1e-3);
    vec2 out_way = q / r, around = vec2(-out_way.y, out_way.x);
    float inside = smoothstep(0.094, 0.104, -pt.brim.x) * pt.floor_of * step(0.0, q.y);
    float nth = bearing(q) / (0.25 * TAU) * RAYS, wide = r * 0.25 * TAU / RAYS;
    float a = fract(nth) - 0.5, from_ridge = (0.5 - abs(a)) * wide;
    float of_rays = inside * smoothstep(HUB, HUB + 0.035, r);
    rise += (around * (a * 1.5) + out_way * (0.5 * (HUB + 0.05 - r) * step(r, HUB + 0.05) * 20.0)) * of_rays;
    float ring = within(r - HUB + 0.012, 0.013, pt.size) * inside;
    rise = mix(rise, out_way * ((HUB - 0.012 - r) * -50.0), ring);
    float inlay = within(from_ridge, 0.0075, pt.size) * of_rays * smoothstep(HUB, HUB + 0.05, r);
    rise *= 1.0 - inlay;
    return max(ring, inlay);
}

float studded(Point pt, inout vec2 rise) {
    float nth = clamp(floor((pt.p.y - LOW) / ROW + 0.5), 0.0, 6.0);
    vec2 q = (pt.p - vec2(NICHE, LOW + nth * ROW)) / 0.026;
    float r2 = dot(q, q);
    float stud = clamp((1.0 - r2) * 0.013 / pt.size + 0.5, 0.0, 1.0) * step(0.0, pt.brim.x);
    rise = mix(rise, q * -mix(1.1, -0.5, smoothstep(0.45, 0.65, r2) * step(r2, 0.8)), stud);
    return stud;
}

float twined_foot(Point pt, inout vec2 rise) {
    float x = pt.p.x - NICHE, y = pt.p.y - FOOT;
    float inside = within(x, 0.60, pt.size) * step(abs(y), 0.16);
    float groove = within(abs(y) - 0.115, 0.006, pt.size) * inside;
    rise.y += groove * sign(y) * sign(abs(y) - 0.115) * 0.6;
    float turned = TAU * x / TURN, ahead = sine(turned + 0.25 * TAU);
    float swing = SWINGS * sine(turned), leans = SWINGS * TAU / TURN * ahead;
    float steep = inversesqrt(1.0 + leans * leans);
    vec2 off = vec2(y - swing, y + swing) * steep;  // m across each strand
    vec2 strand = vec2(within(off.x, STRAND, pt.size), within(off.y, STRAND, pt.size)) * inside;
    float off_rung = mod(x, TURN / 10.0) - TURN / 20.0;
    float rung = within(off_rung, 0.0045, pt.size) * step(abs(y), abs(swing) - STRAND) * inside;
    rise.x += rung * 0.45 * sign(off_rung);
    float over = step(0.0, ahead);  // which strand passes before the other
    vec2 before = vec2(max(over, 1.0 - strand.y), max(1.0 - over, 1.0 - strand.x));
    strand *= before;
    vec2 first = vec2(-leans, 1.0) * steep, second = vec2(leans, 1.0) * steep;
    rise = mix(rise, -first * (off.x / STRAND) * 0.9, strand.x);
    rise = mix(rise, -second * (off.y / STRAND) * 0.9, strand.y);
    return strand.x;
}

float ornament(Point pt, float off, vec2 away, inout vec2 rise) {
    spread_waves(pt, off, away, rise);
    float bronze = rayed_head(pt, rise);
    bronze = max(bronze, studded(pt, rise));
    return max(bronze, twined_foot(pt, rise));
}
