// aurora: four curtains of light, each with a sharp, folded lower hem, rays that stand on it, and a brightness that
// wanders along it. All of that depends on the place along a curtain alone, so it is drawn once into a table.
// curtain_noise(position): a texel of the table, a row for each curtain: how far its hem is raised (tangent of
// elevation), its rays, its brightness. Needs perlin.glsl and the sky layer's sky_time and sky_place.
// curtain(t, number, hem, tall, low, high): the light in a direction. Arguments: tangents of azimuth and elevation; 0
// to 3; tangents of elevation of its hem, and how tall it is; its colours. Needs seam.glsl and the table as `curtains`.
// Cost: five octaves of perlin a texel of the table; a fetch and two exponentials.
const float ALONG = 3.7;      // how far along a curtain the table reaches to both sides: to where none is seen
const float ALONGS = 4096.0;  // texels of that

#ifdef CURTAINS
vec4 curtain_noise(vec2 position) {
    float number = floor(position.y) + 1.0;
    float x = (position.x / ALONGS * 2.0 - 1.0) * ALONG + number * 13.7 + sky_place.x;
    float fold = perlin(vec2(x * 1.9, sky_time * 0.030 + number));
    float s = x + 0.34 * fold;
    float raised = 0.10 * perlin(vec2(s * 1.3, sky_time * 0.021 - number)) + 0.050 * fold;
    float ray = 0.5 + 0.75 * perlin(vec2(s * 21.0, sky_time * 0.17 + number))
        + 0.35 * perlin(vec2(s * 47.0, sky_time * 0.26));
    float wander = 0.5 + 1.1 * perlin(vec2(s * 1.1 - sky_time * 0.045, number * 3.1));
    return vec4(raised, ray, wander, 1.0);
}
#elif defined PANORAMA
uniform sampler2D curtains;

vec3 curtain(vec2 t, int number, float hem, float tall, vec3 low, vec3 high) {
    float along = t.x * (1.0 + 0.35 * t.y) * (1.6 / ALONG);
    vec2 place = vec2(clamp(0.5 + 0.5 * along, 0.0, 0.9999), (float(number) + 0.5) / 4.0);
    vec3 noise = texture(curtains, place).rgb;  // without a filter, which is quicker than a fetch
    float base = hem + 0.13 * abs(t.x - seam_at(t.y)) + noise.x;
    float u = (t.y - base) / (tall * (0.65 + 0.55 * noise.y));
    float rise = smoothstep(-0.10, 0.06, u);
    float body = rise * exp(-max(u, 0.0) * 2.6);
    float edge = rise * exp(-max(u, 0.0) * 11.0);
    float shine = max(noise.z, 0.0) * (0.30 + 0.70 * max(noise.y, 0.0));
    return (mix(low, high, clamp(u * 1.3, 0.0, 1.0)) * body + low * edge * 0.8) * shine;
}
#endif
