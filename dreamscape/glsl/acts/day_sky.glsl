// day_sky: a bright morning: pale at the horizon and around the sun, blue above, with combed ice clouds and white
// billows far out. Argument: tangents of azimuth and elevation. Needs frame.glsl, perlin.glsl, billows.glsl and the sky
// layer's uniforms. Cost: 13 octaves of perlin.

// How much ice cloud there is: streaks that run together towards the horizon.
float ice_clouds(vec2 t) {
    vec2 q = vec2(t.x + 0.35, 1.0) / (t.y + 0.16);
    q = mat2(0.94, 0.34, -0.34, 0.94) * q + vec2(sky_time * 0.006, 0.0) + sky_place.zx;
    float patches = perlin(q * 0.33) + 0.4 * perlin(q * 0.9 + 3.1);
    float comb = perlin(vec2(q.x * 0.8, q.y * 3.4) + patches);
    comb += 0.5 * perlin(vec2(q.x * 2.0, q.y * 8.0) - patches) + 0.22 * perlin(vec2(q.x * 4.1, q.y * 21.0));
    return smoothstep(-0.15, 0.75, patches + 0.65 * comb) * smoothstep(0.05, 0.22, t.y);
}

vec3 day_sky(vec2 t) {
    vec2 away = t - vec2(seam_azimuth, sun);
    float off = dot(away, away);
    float low = exp(-t.y * 6.0 / (0.3 + haze));
    float gold = 1.0 - smoothstep(0.05, 0.55, sun);  // a low sun is warm
    vec3 warm = mix(frame.light, frame.accent, 0.30 + 0.35 * gold);
    vec3 blue = frame.dominant * 1.0 + frame.other * 0.06;
    vec3 pale = mix(frame.light * 0.70, frame.counter * 0.5 + frame.light * 0.40, smoothstep(0.0, 1.2, abs(away.x)));
    vec3 sky = mix(blue, pale, 0.10 + 0.82 * low);
    sky = mix(sky, warm * 0.86, 0.80 * low / (1.0 + 6.0 * away.x * away.x));
    sky += warm * (0.20 / (1.0 + 9.0 * off) + 0.22 / (1.0 + 90.0 * off));
    float ice = ice_clouds(t);
    vec3 white = mix(frame.light * 0.80, warm * 0.92, 1.0 / (1.0 + 14.0 * off));
    sky = mix(sky, white, 0.85 * ice);

    vec2 slope;
    float puff;
    float within = billows(t, 0.75, slope, puff);
    float inside = smoothstep(0.0, 0.008 + 0.026 * (1.0 - puff), within);
    vec2 to_sun = normalize(vec2(seam_azimuth - t.x, sun + 0.25));
    float lit = clamp(0.55 - 0.5 * dot(slope, to_sun) + 2.5 * t.y, 0.0, 1.0);
    vec3 body = mix(frame.counter * 0.42 + frame.dominant * 0.22, frame.light * 0.84, lit);
    body = mix(body, sky, 0.25 + 0.60 * exp(-t.y * 22.0));  // their feet stand in the haze
    return mix(sky, body, inside * 0.9);
}
