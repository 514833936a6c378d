// first_snow: a painted memory: a night, a lit window, a child in whose hands a first flake comes to rest.
// Arguments: a point (-1 to 1, y up), seconds since it began, the size of a pixel in those units, and what stands still
// there, as of backdrop_of(). Linear light.
// Needs perlin.glsl, shapes.glsl, sine.glsl and people.glsl. Cost: about 50 ms a million pixels on two
// cores, 75 where people are.
const vec2 SNOW_WINDOW = vec2(0.40, 0.34);
const vec2 CHILD = vec2(-0.06, -0.80);  // where it stands
const float CHILD_TALL = 0.95;

float within(float d, float px) {
    return clamp(0.5 - d / px, 0.0, 1.0);
}

float box(vec2 p, vec2 half_size) {
    vec2 d = abs(p) - half_size;
    return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}

#if BACKDROP > 0
// Firs, the far ones paler.
vec3 with_firs(vec3 c, vec2 p, float px) {
    for (int i = 0; i < 3; i++) {
        float n = float(i);
        vec2 q = p - vec2(-0.72 + 0.32 * n, -0.42 + 0.06 * n);
        float tall = 0.92 - 0.20 * n;
        float h = q.y / tall;
        float tier = fract(h * 5.0);
        float wide = 0.23 * (1.0 - h) * (0.55 + 0.75 * (1.0 - tier)) * tall;
        float fir = max(abs(q.x + 0.01 * perlin(p * 14.0)) - wide, max(-q.y, q.y - tall));
        float outer = abs(q.x) / max(wide, 0.01) + 0.5 * perlin(p * 17.0);
        float white = (1.0 - smoothstep(0.10, 0.70, tier)) * smoothstep(0.15, 0.85, outer);
        vec3 dark = mix(vec3(0.010, 0.024, 0.045), vec3(0.16, 0.24, 0.38), white * 0.55);
        c = mix(c, dark + vec3(0.016, 0.030, 0.055) * n, within(fir, px * 2.0));
    }
    return c;
}

// The wall of a house and the snow on its roof.
vec3 with_house(vec3 c, vec2 p, float px, float glow, vec3 amber) {
    float eave = 0.80 - 0.45 * abs(p.x - 0.62);
    float wall = max(0.02 - p.x, p.y - eave);
    float planks = 0.85 + 0.15 * smoothstep(0.06, 0.12, abs(fract(p.y * 9.0) - 0.5));
    vec3 timber = vec3(0.030, 0.026, 0.034) * planks + amber * 0.22 * glow * planks;
    c = mix(c, timber, within(wall, px * 2.0));
    float roof = abs(p.y - eave - 0.045) - 0.055 - 0.012 * perlin(p * 6.0);
    roof = max(roof, -0.06 - p.x);
    c = mix(c, vec3(0.22, 0.30, 0.46) * (0.6 + 2.0 * (p.y - eave)) + amber * 0.05, within(roof, px * 2.0));
    return c;
}

// The lit window, a candle in it, snow on its sill.
vec3 with_window(vec3 c, vec2 p, float px, vec2 w, float lamp, float glow, vec3 amber) {
    float casing = box(w, vec2(0.235, 0.275));
    float pane = max(box(w, vec2(0.205, 0.245)), 0.011 - min(abs(w.x), abs(w.y - 0.04)));
    c = mix(c, vec3(0.050, 0.026, 0.016) + amber * 0.10, within(casing, px));
    float drape = smoothstep(0.10, 0.16, abs(w.x) - 0.05 * w.y + 0.010 * sine(w.y * 22.0));
    vec3 room = mix(vec3(1.15, 0.66, 0.25), vec3(0.80, 0.30, 0.08),
        smoothstep(0.0, 0.28, length(w + vec2(0.02, 0.07))));
    room = mix(room, vec3(0.62, 0.17, 0.06), drape * 0.75);
    vec2 flame = w + vec2(0.02, 0.11);
    float candle = box(flame + vec2(0.0, 0.085), vec2(0.016, 0.055));
    room = mix(room, vec3(0.30, 0.12, 0.04), within(candle, px));
    room += vec3(1.0, 0.7, 0.35) * 0.020 / (0.012 + dot(flame, flame)) * lamp * 0.35;
    c = mix(c, room * lamp, within(pane, px));
    float sill = box(w + vec2(0.0, 0.295), vec2(0.265, 0.022)) - 0.016 - 0.010 * perlin(vec2(p.x * 9.0, 1.0));
    c = mix(c, vec3(0.34, 0.40, 0.54) + amber * 0.22 * smoothstep(-0.32, -0.27, w.y), within(sill, px));
    c += amber * glow * 0.16;
    return c;
}

// Snow on the ground, and the window's light on it.
vec3 with_ground(vec3 c, vec2 p, float px, vec3 amber) {
    float drift = -0.40 + 0.07 * perlin(vec2(p.x * 1.6 + 2.0, 0.3)) + 0.015 * perlin(vec2(p.x * 6.0, 1.0));
    float ground = p.y - drift;
    vec3 snow = mix(vec3(0.070, 0.120, 0.255), vec3(0.016, 0.034, 0.095), clamp(-ground * 1.6, 0.0, 1.0));
    float pool = 1.0 / (1.0 + 14.0 * dot((p - vec2(0.42, -0.46)) * vec2(1.0, 2.6), (p - vec2(0.42, -0.46))
        * vec2(1.0, 2.6)));
    c = mix(c, snow + amber * 0.34 * pool, within(ground, px * 3.0));
    return c;
}

// All that does not move: its light while the window is as bright as usual, and how that changes with the window.
vec4 backdrop_of(vec2 p, float px) {
    vec2 w = p - SNOW_WINDOW;
    vec3 amber = vec3(1.0, 0.50, 0.16);
    vec3 c[2];
    for (int i = 0; i < 2; i++) {
        float lamp = 1.0 + 0.04 * float(i), glow = 1.0 / (1.0 + 5.5 * dot(w, w));
        glow *= glow * lamp;
        c[i] = mix(vec3(0.010, 0.026, 0.080), vec3(0.060, 0.105, 0.230), 1.0 - smoothstep(-0.5, 0.7, p.y));
        c[i] = with_firs(c[i], p, px);
        c[i] = with_house(c[i], p, px, glow, amber);
        c[i] = with_window(c[i], p, px, w, lamp, glow, amber);
        c[i] = with_ground(c[i], p, px, amber);
    }
    return vec4(c[0], (c[1].r - c[0].r) / 0.04);
}
#else
// Flakes in one plane of the air, soft when near.
float flakes(vec2 p, float t, float fine, float soft, float number) {
    vec2 q = p * fine + vec2(0.25 * sine(t * 0.6 + p.y * 2.5 + number) - 0.10 * t, 0.55 * t);
    vec2 cell = floor(q);
    vec3 r = unpack3(hash(ivec2(cell) + int(number) * 131));
    vec2 d = q - cell - 0.25 - 0.5 * r.xy;
    float size = 0.05 + 0.10 * r.z;
    return (1.0 - smoothstep(size * soft, size, length(d))) * step(r.x, 0.75);
}

// A crystal of six arms with side branches, radius 1.
float crystal(vec2 q, float px) {
    float a = bearing(vec2(q.x + 1e-6, q.y));
    float third = 1.04719755;
    a = abs(mod(a + 0.5 * third, third) - 0.5 * third);
    vec2 s = length(q) * vec2(cosine(a), sine(a));
    float arm = capsule(s, vec2(0.0), vec2(0.95, 0.0), 0.045, 0.03);
    for (int i = 0; i < 3; i++) {
        vec2 root = vec2(0.28 + 0.24 * float(i), 0.0);
        arm = min(arm, capsule(s, root, root + vec2(0.15, 0.20) * (1.1 - 0.25 * float(i)), 0.03, 0.02));
    }
    return within(arm, px);
}

// A child with its hands held out, and someone old who bends down to it.
vec3 with_people(vec3 c, vec2 p, float t, float px, float landed) {
    const float OLD_TALL = 1.13;
    const vec2 OLD = vec2(-0.47, -0.74);
    vec2 a = alive((p - CHILD) / CHILD_TALL, t, 0.0);
    a.x -= 0.03 * a.y * a.y * landed;
    vec2 b = alive((p - OLD) / OLD_TALL, t * 0.8, 2.0);
    float shade = max(shadow_on_ground(a - vec2(0.0, 0.03), vec2(-0.55, -0.22), CATCHES, 1.0),
        shadow_on_ground(b - vec2(0.0, 0.03), vec2(-0.55, -0.22), BENDS, 1.0));
    c *= 1.0 - 0.6 * shade;
    Figure child = figure(a, CATCHES), old = figure(b, BENDS);
    child.off *= CHILD_TALL;
    old.off *= OLD_TALL;
    Figure f = old;
    if (child.off < 0.004) f = child;
    float off = min(child.off, old.off);
    vec3 cloth = dressed_in(f);
    vec2 lit = three_tones(f, vec3(0.76, 0.30, 0.57));
    vec3 light = vec3(1.25, 0.66, 0.28) * lit.x + vec3(0.14, 0.19, 0.34);
    return mix(c, cloth * light + vec3(1.1, 0.60, 0.26) * lit.y * 0.9, within(off, px * 1.2));
}

vec3 first_snow(vec2 p, float t, float px, vec4 back) {
    vec2 w = p - SNOW_WINDOW;
    float lamp = 1.0 + 0.04 * sine(t * 5.1) * sine(t * 3.3);
    float glow = 1.0 / (1.0 + 5.5 * dot(w, w));
    glow *= glow * lamp;
    vec3 amber = vec3(1.0, 0.50, 0.16);
    vec3 c = back.rgb + amber * (back.a * (lamp - 1.0));

    c += (vec3(0.22, 0.28, 0.42) + amber * glow) * 0.9 * flakes(p, t, 17.0, 0.2, 1.0) * 0.5;
    c += (vec3(0.30, 0.38, 0.55) + amber * glow * 1.3) * flakes(p, t * 1.1, 9.0, 0.3, 2.0) * 0.7;

    float landed = smoothstep(2.5, 3.1, t);
    vec2 palm = CHILD + CHILD_TALL * vec2(0.080, 0.800);
#ifdef PEOPLED
    c = with_people(c, p, t, px, landed);
#endif
    float fall = smoothstep(0.0, 2.8, t);
    fall = 1.0 - (1.0 - fall) * (1.0 - fall) * (1.0 - 0.4 * fall);
    vec2 way = mix(vec2(-0.10, 0.85), palm + vec2(0.0, 0.025), fall);
    way.x += 0.16 * sine(t * 2.2) * (1.0 - fall);
    float melt = smoothstep(4.6, 6.2, t);
    float spin = t * 0.7 * (1.0 - landed) + 1.96 * landed;
    vec2 q = mat2(cosine(spin), sine(spin), -sine(spin), cosine(spin)) * (p - way) * vec2(1.0, 1.0 + 0.7 * landed);
    float size = 0.052 * (1.0 - 0.6 * melt);
    float star = crystal(q / size, px / size * 1.2) * (1.0 - melt);
    float shine = 0.5 / (1.0 + 260.0 * dot(p - way, p - way)) * (1.0 - melt);
    c += vec3(0.75, 0.90, 1.15) * (star * 0.95 + shine * 0.42);
    c += vec3(0.9, 0.95, 1.0) * melt * within(length((p - palm - vec2(0.0, 0.006)) * vec2(1.0, 1.5)) - 0.020, px) * 0.7;
    c += vec3(0.42, 0.50, 0.66) * flakes(p * 0.8 + 0.3, t * 1.2, 3.2, 0.1, 3.0) * 0.40;
    return c;
}
#endif
