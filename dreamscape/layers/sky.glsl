// The sky of the shore. CURTAINS draws the aurora's noise along its curtains into a table; PANORAMA draws everything
// soft into the panorama; without them, the panorama is shown, over which seam_and_stars.glsl adds what is sharp.
// DAY: the same of a day, under a sun where the seam is at night.
#include "frame.glsl"
#if defined(PANORAMA) && !defined(DAY)
#define FLAT  // what holds for the whole panorama comes from the vertices: CPUs read that faster than uniforms
#endif
#if defined(VERTEX_STAGE) || !defined(FLAT)
uniform float seam_azimuth;
uniform float seam_lean;
uniform float aurora;
uniform float haze;
uniform float storm;
uniform float sky_time;
uniform vec3 sky_place;
#endif
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
#ifdef FLAT
uniform vec2 turn;          // cosine and sine
uniform float light;
uniform vec4 lightning[4];  // at the panorama's tick: azimuth, elevation, spread, brightness
uniform vec2 heard;         // at that tick: how loud middle and high are
flat out vec3 in_other, in_counter, in_dominant, in_shadow, in_accent, in_light, bolt_tint, place_at;
flat out vec4 seam_by;      // azimuth, lean; s; amount of haze
flat out vec4 shown;        // cosine and sine of the turn; light; the aurora's
flat out vec4 strikes[4];   // azimuth, elevation, 1 / spread, brightness

void set_flat() {
    in_other = frame.other;
    in_counter = frame.counter;
    in_dominant = frame.dominant;
    in_shadow = frame.shadow;
    in_accent = frame.accent;
    in_light = frame.light;
    bolt_tint = frame.light * 0.55 + frame.counter * 1.1;
    place_at = sky_place;
    seam_by = vec4(seam_azimuth, seam_lean, sky_time, haze);
    shown = vec4(turn, light, aurora * 1.15 * (1.0 + 0.55 * heard.x + 0.25 * heard.y));
    for (int i = 0; i < 4; i++) {
        strikes[i] = vec4(lightning[i].xy, 1.0 / max(lightning[i].z, 1e-4), lightning[i].w * storm);
    }
}
#else
out vec3 ray;  // the view direction, not normalised
#endif

void main() {
    cover();
#ifdef FLAT
    set_flat();
#else
    vec2 corner = gl_Position.xy;
    ray = frame.forward + frame.right * corner.x + frame.up * corner.y;
#endif
}
#else
#include "touch.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "panorama.glsl"

#ifdef FLAT
noperspective in vec2 across;
flat in vec3 in_other, in_counter, in_dominant, in_shadow, in_accent, in_light, bolt_tint, place_at;
flat in vec4 seam_by, shown, strikes[4];
float seam_azimuth, seam_lean, sky_time;
vec3 sky_place;
#endif
#include "seam.glsl"
#include "aurora.glsl"
out vec4 colour;

#ifdef CURTAINS

void main() {
    colour = curtain_noise(gl_FragCoord.xy);
}
#elif defined PANORAMA
#include "billows.glsl"
#include "turning.glsl"

#ifdef DAY
uniform float sun;
uniform vec2 texel;  // 1 / size of the panorama
#include "day_sky.glsl"

void main() {
    colour = vec4(max(day_sky(panorama_tangents(gl_FragCoord.xy * texel)), 0.0), 1.0);
}
#else

// Far thunderheads along the horizon: towers of billows, dark against the haze, lit from inside when lightning strikes.
vec4 thunderheads(vec2 t, vec3 behind) {
    vec2 slope;
    float puff;
    float within = billows(t, 1.0, slope, puff);
    float inside = smoothstep(0.0, 0.005 + 0.022 * (1.0 - puff), within);  // frayed where it is thin
    vec2 to_seam = normalize(vec2(seam_azimuth - t.x, 0.30));
    float lit = clamp(-dot(slope, to_seam) * 0.42 + 0.18, 0.0, 1.0);
    float near = 1.0 / (1.0 + 5.0 * (t.x - seam_azimuth) * (t.x - seam_azimuth));
    float deep = exp(-t.y * 16.0);
    vec3 body = mix(in_shadow + in_counter * 0.045, behind * 0.80, 0.38 + 0.52 * deep);
    body += (in_accent * 0.22 + in_light * 0.05) * lit * lit * near * (1.0 - 0.5 * deep);
    float glow = 0.0;
    for (int i = 0; i < 4; i++) {
        vec2 d = (t - strikes[i].xy) * strikes[i].z * vec2(1.0, 1.0 / 0.6);
        float far = dot(d, d);
        glow += strikes[i].w / (1.0 + 2.5 * far + 3.0 * far * far);
    }
    body += bolt_tint * (glow * (0.25 + 1.3 * puff * puff));
    return vec4(body, inside);
}

void main() {
    seam_azimuth = seam_by.x;
    seam_lean = seam_by.y;
    sky_time = seam_by.z;
    sky_place = place_at;
    vec2 t = panorama_tangents(across);
    float ds = t.x - seam_at(t.y);
    float side = smoothstep(0.035, -0.035, ds);  // 1 left of the seam: violet; 0 right of it: emerald
    float near = exp(-abs(ds) * 3.2);
    vec3 tint = mix(in_other, in_counter, side);
    float high = t.y / (t.y + 0.45);

    vec3 sky = mix(in_dominant * 0.050 + tint * 0.085, in_shadow + tint * 0.010, high);
    sky += tint * 0.16 * near * (1.0 - 0.5 * high);
    float wide = exp(-abs(ds) * 26.0);
    sky += mix(tint, in_light, 0.35) * wide * 0.30;
    float left_side = smoothstep(0.02, -0.10, ds);
    float right_side = smoothstep(-0.02, 0.10, ds);
    vec3 rose = in_counter + vec3(0.10, 0.0, 0.03) + in_accent * 0.10;
    vec3 glow = curtain(t, 0, 0.105, 0.22, rose, in_counter * 0.7 + in_dominant * 0.2) * left_side;
    glow += curtain(t, 1, 0.21, 0.34, in_counter + in_dominant * 0.3, in_counter * 0.5) * left_side * 0.8;
    glow += curtain(t, 2, 0.09, 0.21, in_other + in_light * 0.04, in_other * 0.4 + in_dominant * 0.35)
        * right_side;
    glow += curtain(t, 3, 0.20, 0.36, in_other, in_counter * 0.6 + in_other * 0.3) * right_side * 0.9;
    sky += glow * (shown.w * (0.16 + 1.15 * near));
    sky = turned(sky, shown.xy) * shown.z;

    float low = exp(-t.y * 13.0);
    float drift = 0.75 + 0.5 * perlin(vec2(t.x * 2.0 + sky_time * 0.01, t.y * 22.0 + sky_place.y));
    vec3 dusk = in_accent * (0.30 + 0.85 * exp(-abs(t.x - seam_azimuth) * 2.4));
    sky = mix(sky, dusk * drift * seam_by.w * 0.55, low * 0.82);

    vec4 cloud = thunderheads(t, sky);
    sky = mix(sky, cloud.rgb, cloud.a * 0.92);
    colour = vec4(max(sky, 0.0), 1.0);
}
#endif

#else

uniform sampler2D panorama;

#ifdef DAY
uniform float sun;

// The sun's disc behind thin cloud, and the glare around it; a hand brings out its halo of ice, at 22 degrees.
void main() {
    vec3 ray = view_ray(gl_FragCoord.xy);
    vec2 away = ray.xy / ray.z - vec2(seam_azimuth, sun);
    float off = length(away);
    vec3 sky = texture(panorama, panorama_uv(ray)).rgb;
    sky += frame.light * (0.9 * smoothstep(0.0125, 0.0105, off) + 0.10 / (1.0 + 2500.0 * off * off));
    if (touched) {
        float band = (off - 0.404) * 22.0;
        sky += (frame.light * 0.10 + frame.accent * 0.06) * felt_at(in_view(ray)) * (0.5 + 1.5 * exp2(-band * band));
    }
    colour = vec4(sky, 1.0);
}
#else
in vec3 ray;

void main() {
    vec3 sky = texture(panorama, panorama_uv(ray)).rgb;
    if (touched) {  // the aurora flares in its own rays
        vec2 t = ray.xy / ray.z;
        float ray_of = perlin(vec2(t.x * 9.0 + 0.8 * t.y + sky_place.x, sky_time * 0.22))
            + 0.5 * perlin(vec2(t.x * 31.0, sky_time * 0.4));
        float felt = felt_at(in_view(ray) + vec2(0.0, 0.25 * ray_of));
        float at = t.x - seam_at(t.y);
        vec3 veil = mix(frame.other, frame.counter, smoothstep(0.06, -0.06, at)) * max(0.45 + 0.8 * ray_of, 0.0)
            * smoothstep(-0.02, 0.30, t.y);
        sky += (sky * 0.9 + veil * 0.15) * felt;
    }
    colour = vec4(sky, 1.0);
}

#endif

#endif
#endif
