// far_land: the land on the other side of the mere, over the air behind it: a ridge that haze takes, and a near shore
// where moss glows, in mist. Arguments: the air's light; sine of the bearing and tangent of the elevation; by how much
// outlines are softened, a tangent; sine of the bearing from the key. Needs mere_light.glsl, perlin.glsl. WATER:
// without the moss's cushions, which water breaks up. Cost: 2 taps, and three octaves of noise for moss and mist.
uniform sampler2D outline;  // tangents of elevation of the near and the far line, by the sine of the bearing
uniform sampler2D heart_trace;

vec3 far_land(vec3 air, vec2 t, float blur, float off) {
    vec2 tops = textureLod(outline, vec2(t.x * 0.5 + 0.5, 0.5), 0.0).rg;
    float soft = 0.0006 + blur;
    vec2 inside = clamp((tops - t.y) / (2.0 * soft) + 0.5, 0.0, 1.0);
    vec3 ridge = mix(air, far_ridge, 0.62 - 0.34 * exp2(-t.y * 60.0));
    float beat = textureLod(heart_trace, vec2(0.25 + 0.12 * abs(off), 0.5), 0.0).r;
    float grown = 0.30;
#ifndef WATER
    grown = 0.25 + 1.1 * perlin(vec2(t.x * 34.0, t.y * 90.0 + 3.0))
        + 0.8 * perlin(vec2(t.x * 120.0, t.y * 230.0)) / (1.0 + 300.0 * blur);
#endif
    vec3 shore = far_dark + air * 0.10 + far_moss * ((0.040 + 0.32 * beat) * clamp(grown, 0.0, 1.0)
        * smoothstep(0.0, 0.014, t.y) * smoothstep(0.05, 0.02, t.y));
#ifdef DAY
    ridge = mix(air, far_ridge, 0.42 - 0.25 * exp2(-t.y * 60.0));
    shore = mix(air, far_dark, 0.62) + far_moss * clamp(grown, 0.0, 1.0);
#endif
    vec3 land = mix(mix(air, ridge, inside.y), shore, inside.x);
    float veil = 0.55;  // mist lies before the land, thickest on the water
#ifndef WATER
    veil = 0.50 + 0.55 * perlin(vec2(t.x * 4.5 - now * 0.030, t.y * 22.0 + now * 0.012));
#endif
    float rise = max(t.y, 0.0) * 46.0;
#ifdef DAY
    const float BRIGHT = 1.0;
#else
    const float BRIGHT = 1.12;
#endif
    return mix(land, air * BRIGHT, clamp(veil, 0.0, 1.0) / (1.0 + rise * rise));
}
