// farewell: a painted memory: two people hold each other under a platform lamp beside a train; then one walks away.
// Arguments: a point (-1 to 1, y up), seconds since it began, the size of a pixel in those units, and what stands still
// there, as of backdrop_of(). Linear light.
// Needs perlin.glsl, shapes.glsl, sine.glsl and people.glsl. Cost: about 40 ms a million pixels on two cores,
// 85 where people are.
const vec2 FAREWELL_LAMP = vec2(-0.36, 0.56);
const vec2 FAREWELL_FAR = vec2(-0.86, -0.13);  // the vanishing point of rails and train

float inside(float d, float px) {
    return clamp(0.5 - d / px, 0.0, 1.0);
}

const vec3 AMBER = vec3(1.0, 0.56, 0.22);

float farewell_halo(vec2 to_lamp) {
    return 1.0 / (1.0 + 7.0 * dot(to_lamp, to_lamp));
}

// Where on the side of train and platform a point is: how near the place, and how high there, in units of the nearest.
vec2 along_train(vec2 p) {
    float k = max((p.x - FAREWELL_FAR.x) / 1.86, 1e-3);
    return vec2(k, (p.y - FAREWELL_FAR.y) / k);
}

#if BACKDROP > 0
// The train without its windows: everything on it lies on lines through the vanishing point.
vec3 with_train(vec3 c, float k, float v, float px, float halo) {
    float side = max(max(v - 0.66, -0.30 - v), 0.02 - k) * k;
    vec3 steel = vec3(0.016, 0.020, 0.042) + vec3(0.030, 0.040, 0.075) * smoothstep(0.45, 0.66, v);
    steel += vec3(0.10, 0.015, 0.020) * (1.0 - smoothstep(0.02, 0.035, abs(v - 0.015)));
    steel += AMBER * 0.05 * halo;
    c = mix(c, steel, inside(side, px * 1.5));
    float above = max(v - 0.66, 0.0);
    return c + AMBER * 0.05 * exp2(-above * 9.0) * step(0.02, k) * step(-0.05, v);
}

// The platform: wet stones that mirror the lamp, between windows; and how much of these they mirror.
vec3 with_platform(vec3 c, vec2 p, float k, float px, out float mirrors) {
    float edge = FAREWELL_FAR.y - 0.30 * k;
    float ground = p.y - min(edge, -0.16);
    float below = max(0.16 - p.y, 0.02);
    vec2 floor_at = vec2((p.x + 0.3) / below, 1.0 / below);
    float wet = 0.5 + 0.5 * perlin(floor_at * vec2(2.0, 7.0));
    vec3 stone = vec3(0.010, 0.014, 0.032) * (0.6 + 0.6 * wet);
    float streak = exp2(-abs(p.x - FAREWELL_LAMP.x) * (9.0 - 5.0 * wet));
    stone += AMBER * streak * (0.10 + 0.34 * wet * wet) * smoothstep(-1.0, -0.3, p.y);
    vec2 spot = (p - vec2(-0.22, -0.62)) * vec2(1.0, 2.7);
    stone += AMBER * 0.22 / (1.0 + 9.0 * dot(spot, spot)) * (0.55 + 0.45 * wet);
    float mirror_v = (2.0 * edge - p.y - FAREWELL_FAR.y) / k;
    float seen = 0.16 * (1.0 - smoothstep(0.1, 0.36, abs(mirror_v - 0.25))) * wet * wet * step(0.02, k);
    stone += AMBER * (seen * 0.35);
    stone += vec3(0.40, 0.30, 0.12) * (1.0 - smoothstep(0.006, 0.014, abs(p.y - edge + 0.050 * k))) * k * 0.5;
    float there = inside(ground, px * 1.5);
    mirrors = seen * 0.65 * there;
    return mix(c, stone, there);
}

// All that stands still but the lamp, and how much of the train's windows is mirrored.
vec4 backdrop_of(vec2 p, float px) {
    float halo = farewell_halo(p - FAREWELL_LAMP), mirrors;
    vec3 c = mix(vec3(0.026, 0.040, 0.100), vec3(0.006, 0.010, 0.036), smoothstep(-0.2, 0.95, p.y));
    float roof = p.y - 0.74 - 0.16 * (p.x + 0.86);
    float ribs = abs(fract(1.6 / (p.x + 1.25)) - 0.5);
    vec3 slats = vec3(0.010, 0.012, 0.026) + AMBER * 0.060 * halo * smoothstep(0.30, 0.40, ribs);
    c = mix(c, slats, inside(-roof, px * 2.0));
    vec2 at = along_train(p);
    c = with_train(c, at.x, at.y, px, halo);
    c = with_platform(c, p, at.x, px, mirrors);
    return vec4(c, mirrors);
}
#else
// The windows of the train, which goes, over what stands still, and on the wet platform.
vec3 with_windows(vec4 back, vec2 p, float t, float px) {
    vec2 at = along_train(p);
    float k = at.x, v = at.y;
    float going = max(t - 3.4, 0.0);
    float run = 0.42 / (k + 0.10) - 0.035 * going * going;
    float cell = fract(run * 3.1);
    float pane = max(abs(cell - 0.5) - 0.36, abs(v - 0.29) - 0.135);
    float shine = (1.0 - smoothstep(-0.02, 0.02, pane)) * inside((0.02 - k) * k, px * 1.5);
    float number = floor(run * 3.1);
    vec3 r = unpack3(hash(ivec2(int(number), 5)));
    float blind = smoothstep(0.28, 0.31, v) * step(0.62, r.x);
    vec2 sitter = vec2((cell - 0.34 - 0.3 * r.y) * 1.15 * max(k, 0.25), v - 0.155);
    float passenger = figure(vec2(sitter.x * 1.5, 0.60 + sitter.y * 1.5), STAYS).off;
    float someone = (1.0 - smoothstep(-0.010, 0.010, passenger)) * step(0.35, r.z);
    vec3 warm = vec3(0.95, 0.52, 0.17) * (0.70 + 0.35 * r.y) * (1.0 - 0.72 * blind) * (1.0 - 0.85 * someone)
        + AMBER * (0.05 * step(0.02, k));
    vec3 c = mix(back.rgb, warm, shine);
    return c + AMBER * (back.a * (1.0 - smoothstep(0.30, 0.40, abs(cell - 0.5))));
}

// The lamp and its cone of light in the mist.
vec3 with_lamp(vec3 c, vec2 p, float t, float px, vec2 to_lamp, vec3 amber, float halo) {
    float mist = 0.75 + 0.45 * perlin(p * 2.2 + vec2(t * 0.12, -t * 0.05))
        + 0.25 * perlin(p * 5.0 - vec2(t * 0.2, 0.0));
    float down = max(FAREWELL_LAMP.y - p.y, 0.0);
    float wide = abs(p.x - FAREWELL_LAMP.x - 0.10 * down) / (0.06 + 0.52 * down);
    float cone = (1.0 - smoothstep(0.15, 1.0, wide)) * smoothstep(0.0, 0.06, down) / (1.0 + 1.6 * down * down);
    c += amber * (cone * 0.22 * mist + halo * halo * 0.15 * mist);
    float post = capsule(p, vec2(-0.485, -0.60), vec2(-0.485, 0.60), 0.017, 0.012);
    post = min(post, capsule(p, vec2(-0.485, 0.60), vec2(-0.36, 0.63), 0.011, 0.009));
    post = min(post, capsule(p, vec2(-0.485, -0.62), vec2(-0.485, -0.50), 0.036, 0.020));
    c = mix(c, vec3(0.006, 0.008, 0.018) + amber * 0.35 * smoothstep(-0.484, -0.470, p.x) * halo, inside(post, px));
    float shade = max(length(to_lamp * vec2(0.75, 1.0)) - 0.075, -to_lamp.y);
    c = mix(c, vec3(0.010, 0.010, 0.020), inside(shade, px));
    c += vec3(1.5, 1.05, 0.60) * inside(length(to_lamp * vec2(0.85, 1.0) + vec2(0.0, 0.008)) - 0.042, px * 2.0);
    return c;
}

// A figure of the two over `c`, in the lamp's light; `far` is how far away it has gone into the mist, 0 to 1.
vec3 with_figure(vec3 c, Figure f, bool leaves, float far, float tall, float px, vec3 amber) {
    vec3 cloth = dressed_in(f);
    vec2 lit = three_tones(f, leaves ? vec3(-0.66, 0.62, 0.42) : vec3(-0.40, 0.78, 0.48));
    vec3 light = amber * lit.x * 1.25 + vec3(0.10, 0.13, 0.24);
    vec3 seen = mix(cloth * light + amber * lit.y * 0.85, vec3(0.030, 0.034, 0.064) + amber * lit.y * 0.30, 0.75 * far);
    return mix(c, seen, inside(f.off * tall, px * 1.2) * (1.0 - 0.25 * far));
}

// The two: an embrace that breathes and dissolves; one stays, one goes, smaller and smaller, into the mist.
vec3 with_two(vec3 c, vec2 p, float t, float px, vec3 amber) {
    const vec2 STAND = vec2(-0.19, -0.70);
    const float TALL = 1.04;
    float apart = smoothstep(2.4, 3.1, t);
    float walk = smoothstep(2.6, 6.8, t);
    vec2 goes = mix(STAND + vec2(0.10, 0.0), vec2(0.34, -0.42), walk);
    float far = TALL * mix(1.0, 0.58, walk);
    vec2 a = (p - STAND) / TALL;
    float shade = shadow_on_ground(a - vec2(0.0, 0.02), vec2(0.18, -0.30), EMBRACE, -1.0) * (1.0 - apart)
        + shadow_on_ground(a + vec2(0.055, -0.02), vec2(0.18, -0.30), STAYS, 1.0) * apart;
    c *= 1.0 - 0.6 * shade;
    float stride = floor(fract((t - 2.6) * 0.82) * STRIDES);  // one after the other: a mean of two had three legs
    vec3 both = c, two = c;
    int i = apart < 1.0 ? 0 : 1, end = apart > 0.0 ? 3 : 1;  // a loop leaves out those who are not there
    do {
        bool leaves = i == 1;
        vec2 q = leaves ? (p - goes) / far : alive(i == 0 ? a : a + vec2(0.055, 0.0), t, i == 0 ? 0.0 : 1.0);
        Figure f = figure(i == 0 ? vec2(-q.x, q.y) : q, i == 0 ? EMBRACE : leaves ? LEAVES + stride : STAYS);
        if (i == 0) f.slope.x = -f.slope.x;
        vec3 seen = with_figure(i == 0 ? both : two, f, leaves, leaves ? walk : 0.0, leaves ? far : TALL, px, amber);
        both = i == 0 ? seen : both;
        two = i == 0 ? two : seen;
    } while (++i < end);
    return mix(both, two, apart);
}

vec3 farewell(vec2 p, float t, float px, vec4 back) {
    vec2 to_lamp = p - FAREWELL_LAMP;
    vec3 amber = AMBER;
    float halo = farewell_halo(to_lamp);
    vec3 c = with_windows(back, p, t, px);
    c = with_lamp(c, p, t, px, to_lamp, amber, halo);
#ifdef PEOPLED
    c = with_two(c, p, t, px, amber);
#endif

    float steam = perlin(p * vec2(1.7, 3.2) + vec2(-t * 0.30, t * 0.10))
        + 0.5 * perlin(p * 5.1 + vec2(-t * 0.5, t * 0.3));
    c += (vec3(0.040, 0.048, 0.085) + amber * 0.12 * halo) * smoothstep(0.0, 0.8, steam)
        * (1.0 - smoothstep(-0.75, 0.10, p.y)) * 0.8;
    return c;
}
#endif
