// picnic: a painted memory: two people and a child on a cloth under a cherry tree in the last sun, petals falling.
// Arguments: a point (-1 to 1, y up), seconds since it began, the size of a pixel in those units, and what stands still
// there, as of backdrop_of(): all but clouds, blades, people and petals. Linear light. The tree, which sways, is drawn
// once at rest (BACKDROP 2).
// Needs perlin.glsl, cushions.glsl, shapes.glsl, sine.glsl and people.glsl. Cost: about 65 ms a million pixels on two
// cores, 90 where people are.
const vec2 PICNIC_SUN = vec2(0.50, -0.035);

float covers(float d, float px) {
    return clamp(0.5 - d / px, 0.0, 1.0);
}

// Petals in one plane of the air, `fine` of them across; each turns as it falls. Returns cover and shade.
vec2 petals(vec2 p, float t, float fine, float px, float number) {
    vec2 q = p * fine + vec2(-0.22 * t + 0.30 * sine(t * 0.8 + p.y * 3.0 + number), 0.42 * t);
    vec2 cell = floor(q);
    vec3 r = unpack3(hash(ivec2(cell) + int(number) * 57));
    vec2 d = q - cell - 0.30 - 0.40 * r.xy;
    float turn = t * (0.9 + r.x) + r.y * 6.28;
    d = mat2(cosine(turn), sine(turn), -sine(turn), cosine(turn)) * d;
    float flat_side = 0.35 + 0.65 * abs(sine(t * (1.3 + r.y) + r.z * 6.28));
    float size = (0.034 + 0.046 * r.x * r.x) * step(r.z, 0.62);
    return vec2(covers(length(d * vec2(1.0, 1.0 / flat_side)) - size, max(px * fine, 0.02)) * step(0.01, size), r.y);
}

const float BLADES = 0.55;  // how much their light differs

// The edge of the meadow, and its colour, which blades of grass vary.
float meadow_rise(vec2 p) {
    return -0.29 + 0.05 * cosine(p.x * 1.9 + 0.4);
}

vec3 meadow_green(vec2 p) {
    float low = clamp((meadow_rise(p) - p.y) / 0.75, 0.0, 1.0);
    return mix(vec3(0.20, 0.145, 0.030), vec3(0.012, 0.040, 0.022), sqrt(low));
}

#if BACKDROP > 0
// The trunk and its branches.
vec4 trunk_of(vec2 q, float px) {
    float trunk = capsule(q, vec2(-0.50, -0.46), vec2(-0.44, 0.02), 0.085, 0.058);
    trunk = fillet(trunk, capsule(q, vec2(-0.44, 0.0), vec2(-0.16, 0.36), 0.055, 0.026), 0.05);
    trunk = fillet(trunk, capsule(q, vec2(-0.45, -0.02), vec2(-0.72, 0.38), 0.050, 0.022), 0.05);
    trunk = fillet(trunk, capsule(q, vec2(-0.27, 0.22), vec2(0.24, 0.34), 0.026, 0.010), 0.03);
    trunk = fillet(trunk, capsule(q, vec2(-0.50, -0.42), vec2(-0.66, -0.52), 0.05, 0.01), 0.06);
    float bark = 0.6 + 0.5 * perlin(vec2(q.x * 30.0, q.y * 6.0));
    float to_light = smoothstep(-0.055, -0.005, trunk) * smoothstep(-0.05, 0.06, q.x + 0.46 - 0.12 * q.y);
    vec3 wood = vec3(0.055, 0.025, 0.035) * bark + vec3(0.62, 0.26, 0.12) * to_light * 0.55;
    return vec4(wood, 1.0) * covers(trunk, px * 1.5);
}

// The crown of blossoms.
vec4 blossoms_of(vec2 q, float near_sun) {
    float crown = length((q - vec2(-0.56, 0.46)) * vec2(1.0, 1.15)) - 0.34;
    crown = min(crown, length((q - vec2(-0.08, 0.57)) * vec2(1.0, 1.2)) - 0.34);
    crown = min(crown, length((q - vec2(0.27, 0.44)) * vec2(1.0, 1.4)) - 0.22);
    crown = min(crown, length((q - vec2(-0.86, 0.24)) * vec2(1.0, 1.2)) - 0.22);
    crown = min(crown, length((q - vec2(0.50, 0.66)) * vec2(1.0, 1.5)) - 0.24);
    vec3 mass = perlin_d(q * vec2(3.6, 4.6) + 1.7);
    vec2 grown = mat2(0.82, 0.57, -0.57, 0.82) * q;  // turned and bent, so that rows of the lattice do not show
    vec4 puff = cushions(grown * 13.0 + 0.5 * mass.yz);
    vec4 bloom = cushions(grown * 29.0 - 1.1 * mass.zy);
    float tuft = perlin(q * 24.0);
    float leafy = crown + 0.13 * mass.x + 0.05 * perlin(q * 11.0) - 0.035 * puff.x - 0.030 * bloom.x + 0.035 * tuft;
    vec2 slope = mass.yz * 0.17 - puff.yz * 0.045;
    float depth = clamp(-leafy / 0.28, 0.0, 1.0);
    float sunlit = clamp(0.40 + dot(slope, vec2(0.80, -0.45)) + 0.20 * q.x - 0.22 * depth + 0.16 * tuft, 0.0, 1.0);
    vec3 blossom = mix(vec3(0.150, 0.035, 0.095), vec3(0.90, 0.34, 0.46), sunlit)
        * (0.66 + 0.18 * puff.x + 0.22 * bloom.x + 0.45 * tuft + 0.40 * perlin(q * 57.0));
    blossom += vec3(0.75, 0.44, 0.26) * sunlit * sunlit * bloom.x * (0.25 + near_sun) * (1.0 - 0.8 * depth);
    return vec4(blossom, 1.0) * covers(leafy, 0.030);
}

// The blanket and what lies on it: its light, and how much it covers.
vec4 blanket_of(vec2 p, float px, float lights) {
    vec2 k = (p - vec2(0.13, -0.565)) / vec2(0.46, 0.115);
    k.x += 0.35 * k.y;
    float hem = max(abs(k.x), abs(k.y)) - 1.0 + 0.05 * perlin(p * 9.0);
    vec2 squares = abs(fract(k * vec2(4.0, 2.5)) - 0.5);
    float check = smoothstep(0.20, 0.24, squares.x) + smoothstep(0.20, 0.24, squares.y);
    vec3 linen = mix(vec3(0.86, 0.70, 0.62), vec3(0.66, 0.13, 0.18), 0.5 * check)
        * (0.34 + 0.20 * k.x - 0.10 * k.y + 0.1 * lights);
    float basket = max(length((p - vec2(0.14, -0.56)) * vec2(1.0, 1.35)) - 0.062, p.y + 0.535);
    basket = min(basket, abs(length((p - vec2(0.14, -0.535)) * vec2(1.0, 0.9)) - 0.055) - 0.006);
    vec4 seen = vec4(linen, 1.0) * covers(hem * 0.10, px);
    return mix(seen, vec4(vec3(0.34, 0.16, 0.05) * (0.7 + 0.6 * fract(p.y * 40.0)), 1.0), covers(basket, px));
}

#if BACKDROP > 1
// The tree at rest, which the blanket hides where nothing sways: its light, and how much it covers.
vec4 backdrop_of(vec2 p, float px) {
    vec2 to_sun = p - PICNIC_SUN;
    vec4 blossoms = blossoms_of(p, 1.0 / (1.0 + 9.0 * dot(to_sun, to_sun)));
    vec4 tree = trunk_of(p, px) * (1.0 - blossoms.a) + blossoms;
    return tree * (1.0 - blanket_of(p, px, 0.0).a);
}
#else
// The meadow with the blanket, over `c`, between blades of grass; and how much of the grass is seen and lit.
float with_meadow(vec2 p, float px, float near_sun, inout vec3 c) {
    float rise = meadow_rise(p);
    float lights = perlin(vec2(p.x * 3.0, p.y * 10.0) + 4.0);
    vec2 fallen = petals(p * vec2(1.0, 2.2), 0.0, 17.0, px, 9.0);
    float there = covers(p.y - rise, px * 2.0), grown = (1.0 - 0.8 * fallen.x) * there;
    vec3 grass = 0.85 * meadow_green(p)
        + vec3(0.42, 0.24, 0.06) * near_sun * (0.5 + lights) + vec3(0.06, 0.08, 0.02) * max(lights, 0.0);
    c = c * (1.0 - there) + grass * grown + vec3(0.75, 0.36, 0.44) * (0.8 * fallen.x * there);
    float shade = length((p - vec2(-0.30, -0.52)) * vec2(0.9, 3.6)) - 0.62;
    float lit = 1.0 - 0.50 * (1.0 - smoothstep(-0.30, 0.25, shade)) * step(p.y, rise);
    vec4 blanket = blanket_of(p, px, lights);
    c = c * (lit * (1.0 - blanket.a)) + blanket.rgb;
    return grown * lit * (1.0 - blanket.a);
}

// Sky and hills without clouds, and the meadow; how much of the sky is seen, or negative, of the grass.
vec4 backdrop_of(vec2 p, float px) {
    vec2 to_sun = p - PICNIC_SUN;
    float near_sun = 1.0 / (1.0 + 9.0 * dot(to_sun, to_sun));
    float up = smoothstep(-0.25, 0.95, p.y);
    vec3 c = mix(vec3(0.62, 0.24, 0.17), vec3(0.085, 0.095, 0.30), sqrt(up));
    c += vec3(1.00, 0.46, 0.15) * near_sun * near_sun
        + vec3(1.2, 0.95, 0.6) * (1.0 - smoothstep(0.040, 0.105, length(to_sun)));
    float clear = 1.0;
    float hill = -0.10 + 0.10 * perlin(vec2(p.x * 1.7 + 3.0, 0.5)) + 0.03 * perlin(vec2(p.x * 6.0, 2.0));
    c = mix(c, vec3(0.20, 0.100, 0.19) + vec3(0.40, 0.20, 0.10) * near_sun, covers(p.y - hill, px * 3.0));
    clear *= 1.0 - covers(p.y - hill, px * 3.0);
    hill = -0.20 + 0.07 * perlin(vec2(p.x * 2.3 + 9.0, 1.5)) + 0.018 * perlin(vec2(p.x * 17.0, 2.0));
    c = mix(c, vec3(0.050, 0.050, 0.075) + vec3(0.30, 0.16, 0.06) * near_sun, covers(p.y - hill, px * 2.0));
    clear *= 1.0 - covers(p.y - hill, px * 2.0);
    float grown = with_meadow(p, px, near_sun, c);
    return vec4(c, grown > 0.0 ? -grown : clear * step(meadow_rise(p), p.y));
}
#endif
#else
const vec2 ONE = vec2(0.44, -0.665);  // where the child is
const float SMALL = 0.42;

// How far it holds out the blossom.
float offered(float t) {
    return smoothstep(1.2, 2.4, t) * (1.0 - smoothstep(6.4, 7.6, t));
}

vec3 gift(vec2 p, float t, float px) {
    vec2 q = p - ONE - SMALL * vec2(-0.235 - 0.04 * offered(t), 0.715);
    return vec3(1.0, 0.55, 0.60) * (covers(length(q) - 0.014, px) + 0.10 / (1.0 + 900.0 * dot(q, q)));
}

// Two who sit close, and a child who holds out a blossom to them.
vec3 with_people(vec3 c, vec2 p, float t, float px) {
    const vec2 TWO = vec2(-0.02, -0.70);
    const float TALL = 0.66;
    vec2 a = alive((p - TWO) / TALL, t, 0.0);
    vec2 b = alive((p - ONE) / SMALL, t, 2.0);
    b.x += 0.06 * offered(t) * b.y;
    float shade = max(shadow_on_ground((p - TWO - vec2(0.0, 0.03)) / TALL, vec2(-0.55, -0.20), PAIR, 1.0),
        shadow_on_ground((p - ONE - vec2(0.0, 0.02)) / SMALL, vec2(-0.75, -0.22), KNEELS, 1.0));
    c *= 1.0 - 0.62 * shade;
    Figure two = figure(a, PAIR), one = figure(b, KNEELS);
    two.off *= TALL;
    one.off *= SMALL;
    Figure f = nearer(two, one);
    vec3 cloth = dressed_in(f);
    vec2 lit = three_tones(f, vec3(0.80, 0.18, 0.57));
    vec3 light = vec3(1.20, 0.66, 0.34) * lit.x + vec3(0.13, 0.09, 0.19);
    return mix(c, cloth * light + vec3(1.15, 0.56, 0.22) * lit.y * 0.9, covers(f.off, px * 1.2));
}

vec3 picnic(vec2 p, float t, float px, vec4 back) {
    vec2 to_sun = p - PICNIC_SUN;
    float near_sun = 1.0 / (1.0 + 9.0 * dot(to_sun, to_sun));
    float streak = perlin(vec2(p.x * 1.6 + t * 0.01, p.y * 9.0));
    float blade = perlin(vec2(p.x * 34.0 + 3.0 * p.y, p.y * 9.0 + 0.2 * sine(t + p.x * 4.0)));
    vec3 c = back.rgb
        + vec3(0.30, 0.11, 0.12) * (smoothstep(0.05, 0.5, streak) * smoothstep(0.1, 0.6, p.y + 0.3) * max(back.a, 0.0))
        + meadow_green(p) * (BLADES * blade * max(-back.a, 0.0));

    float sway = 0.012 * sine(t * 0.9 + p.y * 2.0) * smoothstep(-0.4, 0.6, p.y);
    vec4 tree = swaying_tree(sway);
    c = c * (1.0 - tree.a) + tree.rgb;

#ifdef PEOPLED
    c = with_people(c, p, t, px);
#endif
    c += gift(p, t, px);

    for (int i = 0; i < 3; i++) {
        float n = float(i);
        vec2 drift = petals(p, t * (1.0 - 0.2 * n) + 7.0 * n, 5.0 + 3.5 * n, px, n + 1.0);
        vec3 petal = mix(vec3(0.42, 0.15, 0.22), vec3(0.78, 0.46, 0.46), drift.y) * (0.55 + 0.9 * near_sun);
        c = mix(c, petal, drift.x * (0.92 - 0.15 * n));
    }
    return c;
}
#endif
