// The sky of the shore. PANORAMA paints everything soft into the panorama; without it, the panorama is shown and what
// must be sharp (stars, the seam's core) is added.
#include "frame.glsl"
#include "perlin.glsl"
#include "panorama.glsl"

uniform float seam_azimuth;
uniform float aurora;
uniform float haze;
uniform float stars;
uniform float storm;
uniform float sky_time;
uniform vec3 sky_place;
#include "seam.glsl"
out vec4 colour;

#ifdef PANORAMA

// One sheet of curtains seen from below: a plane at each height is cut by folded sheets, and rays stand along them.
vec3 curtains(vec2 t, float side) {
    vec3 sum = vec3(0.0);
    float e = t.y + 0.06;
    const int STEPS = 7 + 5 * QUALITY;
    vec3 low = mix(other, counter, side);
    vec3 high = mix(counter, dominant * 0.5 + counter, side);
    for (int i = 0; i < STEPS; i++) {
        float h = (float(i) + 0.5) / float(STEPS);
        float height = 1.0 + 1.5 * h;
        vec2 p = vec2(t.x, 1.0) * height / e;
        vec2 q = p * vec2(0.42, 0.16) + sky_place.xy;
        q.x += 0.55 * perlin(vec2(p.y * 0.21 + sky_time * 0.025, p.x * 0.12 + sky_place.z));
        float sheet = perlin(vec2(q.x, q.y + sky_time * 0.018));
        float fold = 1.0 - min(abs(sheet) * 7.0, 1.0);
        float rays = 0.55 + 0.75 * perlin(vec2(q.x * 9.0 + sheet * 6.0, sky_time * 0.11 + q.y * 2.0));
        float envelope = h < 0.12 ? h / 0.12 : (1.0 - h) * (1.0 - h) * 1.3;
        sum += mix(low, high, h) * fold * fold * max(rays, 0.0) * envelope;
    }
    return sum / float(STEPS);
}

float billow(vec2 p) {
    float n = 1.0 - abs(perlin(p)) * 1.6;
    n += 0.5 * (1.0 - abs(perlin(p * 2.1 + 7.3)) * 1.6);
    n += 0.25 * (1.0 - abs(perlin(p * 4.3 - 3.1)) * 1.6);
    return n * 0.5714;
}

// Far thunderheads along the horizon: towers of billows, dark against the haze, lit from inside when lightning strikes.
vec4 thunderheads(vec2 t, vec3 behind) {
    vec2 p = vec2(t.x * 4.2 + sky_place.x + sky_time * 0.004, t.y * 7.0);
    float mass = 0.55 * perlin(vec2(p.x * 0.8, 3.7)) + 0.30 * perlin(vec2(p.x * 2.3, 9.1));
    float top = 0.055 + 0.13 * max(mass + 0.12, 0.0);
    float puff = billow(p * 3.0 + vec2(0.0, -sky_time * 0.010));
    float inside = smoothstep(-0.012, 0.030, top - t.y + (puff - 0.62) * 0.075);
    float lit = billow(p * 3.0 + vec2(0.10, 0.16 - sky_time * 0.010)) - puff;  // the side towards the seam
    vec3 body = mix(shadow * 1.4 + counter * 0.012, behind, 0.30 + 0.35 * exp(-t.y * 30.0));
    body += (accent * 0.10 + light * 0.02) * clamp(lit * 2.2 + 0.15, 0.0, 1.0) * smoothstep(1.1, 0.1, abs(t.x - seam_azimuth));
    for (int i = 0; i < 4; i++) {
        vec2 d = (t - flicker[i].xy) / vec2(flicker[i].z, flicker[i].z * 0.55);
        float glow = flicker[i].w / (1.0 + 3.0 * dot(d, d) + 2.0 * dot(d, d) * dot(d, d));
        body += (light * 0.75 + counter * 0.8) * glow * storm * (0.35 + 1.1 * puff * puff);
    }
    return vec4(body, inside);
}

void main() {
    vec2 t = panorama_tangents(gl_FragCoord.xy / vec2(PANORAMA_WIDTH, PANORAMA_HEIGHT));
    float ds = t.x - seam_at(t.y);
    float side = smoothstep(0.035, -0.035, ds);  // 1 left of the seam: violet; 0 right of it: emerald
    float near = exp(-abs(ds) * 3.2);
    vec3 tint = mix(other, counter, side);
    float high = t.y / (t.y + 0.45);

    vec3 sky = mix(dominant * 0.050 + tint * 0.085, shadow + tint * 0.010, high);
    sky += tint * 0.16 * near * (1.0 - 0.5 * high);
    float wide = exp(-abs(ds) * 26.0);
    sky += mix(tint, light, 0.35) * wide * 0.30;
    sky += curtains(t, side) * aurora * (0.35 + 1.5 * near) * 2.4;

    float low = exp(-t.y * 13.0);
    float drift = 0.75 + 0.5 * perlin(vec2(t.x * 2.0 + sky_time * 0.01, t.y * 22.0 + sky_place.y));
    vec3 dusk = accent * (0.30 + 0.85 * exp(-abs(t.x - seam_azimuth) * 2.4));
    sky = mix(sky, dusk * drift * haze * 0.55, low * 0.82);

    vec4 cloud = thunderheads(t, sky);
    sky = mix(sky, cloud.rgb, cloud.a * 0.92);
    colour = vec4(max(sky, 0.0), 1.0);
}

#else

uniform sampler2D panorama;

float starfield(vec2 t) {
    vec2 p = t * 62.0;
    vec2 base = floor(p);
    vec3 r = unpack3(hash(ivec2(base) + ivec2(sky_place.xy * 100.0)));
    vec2 at = base + 0.15 + 0.7 * r.xy;
    float size = 62.0 * pixel;
    float d = length(p - at) / size;
    float magnitude = r.z * r.z;
    magnitude *= magnitude * magnitude;
    float twinkle = 0.75 + 0.25 * sin(sky_time * (1.3 + 3.0 * r.x) + r.y * 40.0);
    return magnitude * twinkle * exp(-d * d * 0.9);
}

void main() {
    vec3 ray = view_ray(gl_FragCoord.xy);
    vec2 t = ray.xy / ray.z;
    vec3 sky = texture(panorama, panorama_uv(ray)).rgb;
    float brightness = dot(sky, vec3(0.3, 0.5, 0.2));
    sky += light * starfield(t) * stars * 1.6 * smoothstep(0.04, 0.28, t.y) / (1.0 + 12.0 * brightness);

    float ds = abs(t.x - seam_at(t.y));
    float breath = 0.8 + 0.2 * sin(t.y * 31.0 - sky_time * 0.9 + sky_place.z);
    float taper = smoothstep(-0.01, 0.05, t.y) * (1.0 - 0.55 * smoothstep(0.1, 0.75, t.y));
    float width = 0.0011 + 0.0028 * taper * breath;
    float core = width * width / (ds * ds + width * width);
    sky += light * core * taper * 1.25;
    colour = vec4(sky, 1.0);
}

#endif
