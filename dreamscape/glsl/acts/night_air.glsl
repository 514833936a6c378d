// night_air: the light of a direction above the mere without its land, and how much of the stars it lets through (a).
// Argument: the direction, of which the level part has length 1. Needs frame.glsl, perlin.glsl; `key_glow` of the file
// that includes it. HEAVEN: 1 the Milky Way, 2 the moon. WEATHER: 0 haze, 1 clear, 2 clouds, 3 aurora, 4 distant rain.
// Cost: 1 octave of noise, 4 more of the Milky Way, 4 of clouds, 6 of aurora, 7 of rain.
uniform float mist;
uniform vec3 mere_place;
uniform vec2 moon;        // sine of its bearing, tangent of its elevation
uniform mat3 galaxy;      // rows: along the Milky Way, across within the sky, out of its plane

// The mist that lies over far water: how much of it a direction meets.
float low_mist(float rise) {
#if WEATHER == 0
    return 1.25 / (1.0 + 4.0 * rise + 22.0 * rise * rise);
#elif WEATHER == 4
    return 0.75 / (1.0 + 12.0 * rise + 80.0 * rise * rise);
#else
    return 1.0 / (1.0 + 9.0 * rise + 90.0 * rise * rise);
#endif
}

#if HEAVEN == 1
// Clouds of far stars along a great circle, and the dark lanes that divide them.
vec3 milky_way(vec3 d) {
    vec3 g = galaxy * d;
    float across = g.z;
    vec2 q = g.xz * vec2(5.0, 6.5) + mere_place.zy;
    float warp = perlin(q * 0.8);
    float folds = warp + 0.6 * perlin(q * 2.1 + 5.1) + 0.40 * perlin(q * 4.6 + warp) + 0.28 * perlin(q * 9.7 + 1.7);
    float body = exp2(-across * across * 60.0 * (1.0 - 0.4 * warp));
    float lane = across - 0.03 + 0.075 * warp + 0.035 * folds;
    float dark = 1.0 / (1.0 + lane * lane * 1400.0);
    float lit = body * body * clamp(0.50 + 0.75 * folds, 0.0, 1.6) * (1.0 - 0.85 * dark);
    return mix(frame.other * 0.34 + frame.dominant * 0.05, frame.light * 0.13 + frame.counter * 0.05, lit * 0.6) * lit;
}
#endif

#if WEATHER == 2 || WEATHER == 4
// A deck of cloud above the mere: how dense it is, and how thick.
vec2 deck(vec3 d) {
    vec2 q = d.xz / (d.y + 0.10) * vec2(0.42, 0.55) + mere_place.xz + vec2(frame.time * 0.022, 0.0);
    float folds = perlin(q) + 0.5 * perlin(q * 2.1 + 3.0) + 0.28 * perlin(q * 4.3 + vec2(frame.time * 0.03, 7.0))
        + 0.15 * perlin(q * 8.7);
    float cover = smoothstep(-0.30, 0.34, folds + 0.10) * smoothstep(0.015, 0.10, d.y);
    return vec2(cover, folds);
}
#endif

#if WEATHER == 3
// Two curtains of polar light: a sharp hem, rays that fade upwards.
vec3 aurora(vec2 t) {
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 2; i++) {
        float n = float(i);
        float fold = perlin(vec2(t.x * 2.1 + 9.0 * n + mere_place.x, frame.time * 0.050 + 3.0 * n));
        float hem = 0.10 + 0.11 * n + 0.11 * fold;
        float up = t.y - hem;
        float ray = 0.55 + 0.6 * perlin(vec2(t.x * 19.0 + 4.0 * fold + 17.0 * n, frame.time * 0.13 + n));
        float bright = 0.5 + 0.9 * perlin(vec2(t.x * 3.3 - frame.time * 0.045 + mere_place.y, 5.0 + 7.0 * n));
        float curtain = smoothstep(-0.016, 0.014, up) * exp2(-max(up, 0.0) * (11.0 - 5.0 * ray));
        sum += mix(frame.accent * 0.62 + frame.dominant * 0.35, frame.other * 0.9, clamp(up * 4.0, 0.0, 1.0))
            * (curtain * max(ray, 0.0) * max(bright, 0.0) * (0.52 - 0.16 * n));
    }
    return sum;
}
#endif

#if WEATHER == 4
// A sky with curtains of distant rain before it, lit from beyond; `shower` is how much of them a direction meets.
vec3 with_rain(vec3 sky, vec2 t, vec3 glow, float near, vec2 glow_at, out float shower) {
    float falls = perlin(vec2(t.x * 2.7 + frame.time * 0.010 + mere_place.y, 2.0))
        + 0.35 * perlin(vec2(t.x * 7.9 + 0.6 * t.y - frame.time * 0.016, 5.0 + mere_place.x));
    shower = smoothstep(-0.10, 0.20, falls);
    float slant = t.x + 0.22 * t.y;
    float streaks = 0.62 + 1.25 * perlin(vec2(slant * 34.0, t.y * 1.6 + frame.time * 0.35));
    vec3 beyond = glow * (0.55 * near) + frame.other * 0.10;  // it is clear there, and bright
    sky += beyond * ((1.0 - shower) * exp2(-t.y * 13.0));
    float veil = clamp(shower * streaks * exp2(-t.y * 1.6) * smoothstep(0.46, 0.14, t.y), 0.0, 1.0);
    float hem = 4.0 * shower * (1.0 - shower);  // thin rain, which the light comes through
    vec3 rain = frame.shadow * 0.5 + glow * 0.07 * near + beyond * (0.45 * hem * streaks)
        + (frame.dominant * 0.05 + frame.light * 0.03) * hem * streaks * streaks
        + frame.counter * (0.030 * glow_at.x + 0.14 * glow_at.y);
    return mix(sky, rain, veil * 0.95);
}
#endif

vec4 night_air(vec3 d) {
    vec2 t = d.xy;
    vec2 glow_at = key_glow(d);  // of the key: warm haze far around it, and a halo
    vec2 key_way = normalize(lamp.xz - frame.eye.xz);
    float off = t.x - key_way.x;
    float near = 1.0 / (1.0 + 3.0 * off * off);
    float drift = 0.80 + 0.55 * perlin(vec2(t.x * 2.2 - frame.time * 0.030,
        t.y * 9.0 + mere_place.z + frame.time * 0.016));
    float low = low_mist(t.y);
    vec3 glow = frame.dominant * 0.30 + frame.other * 0.12;
    vec3 sky = frame.shadow * 0.5 + frame.other * 0.024 * (1.0 - t.y);
    float clear = 1.0;
    vec3 up = d * inversesqrt(dot(d, d));
#if HEAVEN == 1
    sky += milky_way(up) * (1.0 - 0.85 * low);
#elif HEAVEN == 2
    vec3 to_moon = normalize(vec3(moon.x, moon.y, sqrt(1.0 - moon.x * moon.x)));
    float away = 1.0 - dot(up, to_moon);
    vec3 pale = frame.light * 0.40 + frame.dominant * 0.45 + frame.other * 0.35;
    sky += pale * (0.10 / (1.0 + 330.0 * away) + 0.042 / (1.0 + 18.0 * away) * (0.35 + low * drift));
#endif
#if WEATHER == 3
    sky += aurora(t) * (1.0 - 0.5 * low);
#endif
#if WEATHER == 2 || WEATHER == 4
    vec2 cloud = deck(d);
    vec3 under = frame.shadow * 0.6 + glow * (0.10 + 0.30 * near * exp2(-t.y * 7.0));
    under += frame.counter * (0.30 * glow_at.y + 0.05 * glow_at.x);
#if HEAVEN == 2
    under += pale * (0.16 / (1.0 + 90.0 * away)) * (1.3 - cloud.x);
#endif
    sky = mix(sky, under * (1.15 - 0.55 * cloud.y), cloud.x * 0.92);
    clear = 1.0 - cloud.x;
#endif
    sky += glow * low * near * drift * mist + frame.counter * (0.11 * low * drift * glow_at.x);
#if WEATHER == 4
    float shower;
    sky = with_rain(sky, t, glow, near, glow_at, shower);
    clear *= 1.0 - 0.8 * shower;
#endif
    clear *= clamp(1.0 - 0.9 * low, 0.0, 1.0);
    return vec4(sky + frame.counter * 0.034 * glow_at.y, clear);
}
