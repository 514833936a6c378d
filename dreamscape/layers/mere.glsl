// The mere: black, still water under the night's air, which is drawn once into a small map (AIR) and read from it.
// MOON: its disc. LAND: near the horizon, where land is seen. WATER: below the horizon, may be drawn small, as roots:
// the same mirrored, broken by three octaves of noise and the map of ripples; waves finer than a pixel are roughness.
// MIRRORING: and the scene; fine ripples blur it, the more the further it stands. Metres.
// DAY: by day, in mist. Cost: 5 ms a full screen at 1280x720 on two cores, 8 where land is seen; WATER 17 and 20,
// MIRRORING 7 more; a quarter of it if small; AIR: see night_air.glsl.
#include "frame.glsl"
#include "touch.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "air_map.glsl"

uniform sampler2D air_map;
uniform vec3 lamp;
uniform float kindle;

// How far the light over the water has been lit, 0 to 1.
float lamp_lit() {
    return smoothstep(kindle, kindle + 4.0, frame.act_time);
}

#if !defined(AIR) && !defined(MOON)
#include "mere_light.glsl"
#if defined(LAND) && defined(FRAGMENT_STAGE)
#include "far_land.glsl"
#endif
#endif

#ifdef VERTEX_STAGE
#if defined(AIR) || defined(MOON)
void main() {
    gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 1.0, 1.0);
}
#else
void main() {
    set_mere();
}
#endif
#elif defined(AIR)
// In a direction, whose level part has length 1: the key's haze all over its bearing, and its halo.
vec2 key_glow(vec3 level) {
    vec3 to_lamp = lamp - frame.eye;
    float off = level.x - normalize(to_lamp.xz).x;
    float towards = dot(level, to_lamp) * inversesqrt(dot(level, level) * dot(to_lamp, to_lamp));
    return lamp_lit() * vec2(1.0 / (1.0 + 60.0 * off * off),
        (0.8 + 0.4 * frame.heart) / (1.0 + 85.0 * (1.0 - towards * towards)));
}

#include "night_air.glsl"
#ifdef DAY
uniform float sun;
#include "day_air.glsl"
#endif
uniform vec2 map_size;  // px
out vec4 colour;

void main() {
#ifdef DAY
    colour = day_air(air_way(gl_FragCoord.xy / map_size));
#else
    colour = night_air(air_way(gl_FragCoord.xy / map_size));
#endif
}
#elif defined(MOON)
uniform vec2 moon;
uniform vec3 mere_place;
out vec4 colour;

void main() {
    vec3 d = normalize(view_ray(gl_FragCoord.xy));
    vec3 middle = normalize(vec3(moon.x, moon.y, sqrt(1.0 - moon.x * moon.x)));
    vec2 p = vec2(dot(d, normalize(cross(vec3(0.0, 1.0, 0.0), middle))), d.y - middle.y) / 0.0145;
    float clear = textureLod(air_map, air_uv(level_way(d)), 0.0).a;
    float edge = frame.pixel / 0.0145;
    float disc = clamp((1.0 - length(p)) / edge + 0.5, 0.0, 1.0);
    float seas = perlin(p * 1.3 + mere_place.xy) + 0.5 * perlin(p * 3.1 + mere_place.yz) + 0.2 * perlin(p * 8.0);
    float face = 0.62 + 0.38 * smoothstep(-0.35, 0.25, seas);
    colour = vec4(mix(frame.light, frame.dominant, 0.12) * (disc * face * (0.10 + 0.95 * clear)), disc * clear);
}
#elif defined(WATER)
#include "ripples.glsl"
uniform sampler2D mirror;
uniform sampler2D ripples;
out vec4 colour;

// The rings that presses leave on the water and the fine ones of a resting hand: slope (d/dx, d/dz) and crests, 0 to 1.
vec3 rings_on(vec2 p) {
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 5; i++) {
        vec4 wave = i < 4 ? frame.waves[i] : vec4(frame.hand.xy, 0.0, 0.35 * frame.hand.z);
        if (wave.w < 1e-3) continue;
        float off = on_level(p, wave.xy);
        float behind = i < 4 ? 0.75 * reach_of(wave.z) - off : 0.0;
        float train = i < 4 ? exp2(-behind * behind * 22.0) * (1.0 - wave.z / 3.0) : exp2(-off * 5.0);
        float turn = off * 34.0 - (i < 4 ? wave.z * 17.0 : frame.time * 5.0);
        vec3 way = way_to(wave.xy);
        vec2 from = p - frame.eye.xz - way.xz * (abs(frame.eye.y) / max(abs(way.y), 0.03 * length(way.xz)));
        sum.xy += normalize(from + 1e-4) * cosine(turn) * train * wave.w * 0.10;
        sum.z += max(sine(turn), 0.0) * train * wave.w;
    }
    return sum;
}

#ifdef MIRRORING
// The scene in the mirror, bent by the waves, in front of the mirrored air, `light_in`. What stands at the lamp's
// distance is mirrored sharply where it meets the water and more and more blurred in front of it, upright most of all.
// reach: m to the water, along the camera's way.
void mirror_at(float reach, vec2 slope, vec3 light_in, inout float fresnel, out vec3 mirrored) {
    vec2 travel = clamp(lamp_deep - reach, 0.0, 2.0) * per_deep;
    vec2 middle = across + slope * vec2(1.5, 2.6) * travel;
    vec2 blur = max(vec2(0.0010, 0.0036) * travel, least_blur);
    vec4 twin = vec4(0.0);
#if QUALITY == 0
    for (int i = -1; i < 2; i++) twin += texture(mirror, middle + vec2(0.0, float(i)) * blur) / 3.0;
#else
    for (int i = 0; i < 5; i++) {
        float up = float(i - 2) * 0.8;
        twin += texture(mirror, middle + blur * vec2((i & 1) == 0 ? -0.3 : 0.3, up)) * (0.264 - 0.050 * up * up);
    }
#endif
    twin *= smoothstep(-0.035, 0.0, middle.y);  // below the picture nothing was drawn that could be mirrored
    mirrored = light_in * (1.0 - twin.a) + twin.rgb;
    fresnel = mix(fresnel, 0.75, 0.35 * twin.a);
}
#endif

// The light that hangs over the water, drawn out on it; the dreamer, who stands in it, casts a shadow.
vec3 sheen_on(vec2 p, vec3 bounce) {
    vec2 to_light = lamp_at.xz - p;
    vec2 way = bounce.xz * inversesqrt(max(dot(bounce.xz, bounce.xz), 1e-6));
    float aside = way.x * to_light.y - way.y * to_light.x;
    float rises = bounce.y * inversesqrt(max(dot(bounce.xz, bounce.xz), 1e-6)) * length(to_light) - lamp_at.y;
    float pool = 1.0 / (1.0 + 60.0 * aside * aside) / (1.0 + 5.0 * rises * rises);
    return (counter * 0.26 + dominant * 0.06) * (pool * sinks.z);
}

// Light from below as the act begins, and the key's that goes down into the water, gathered in thin lines by the waves:
// `web` and `net`.
void light_below(vec2 p, vec3 a, vec3 b, out float web, out float net, out vec3 deep) {
    vec2 under = p - below_at;
    float glow = 1.0 / (1.0 + 2.2 * dot(under, under));
    web = 1.0 - abs(a.x) * 2.6;
    net = 1.0 - abs(b.x + 0.35 * a.x) * 3.2;
    // light gathered by waves
    float lace = max(web, 0.0) * max(web, 0.0) * 0.45 + max(net, 0.0) * max(net, 0.0) * 0.75;
    float risen = glow * sinks.x;
    deep = dominant * (risen * (0.35 + 1.5 * lace)) + light * (0.55 * glow * risen * lace * lace);
    vec2 away = p - lamp_at.xz;
    vec2 to_dreamer = below_at - lamp_at.xz;
    float past = clamp(dot(away, way_below), 0.0, 1.3);
    vec2 aside = away - to_dreamer * past;
    float shaded = 1.0 - smoothstep(0.9, 1.05, past) / (1.0 + 60.0 * dot(aside, aside) * dot(aside, aside) * 60.0);
    float pool = sinks.y * shaded / (1.0 + 7.0 * dot(away, away));
    deep += counter * (pool * (0.018 + 0.075 * lace)) + bottom;
#ifdef DAY
    deep += gathered * lace;
#endif
}

void main() {
    float along = length(way);
    vec3 view = way / along;

    float down = min(way.y, -1e-4);
    float reach = min(-high / down, 400.0);
    vec2 p = start + way.xz * reach;
    float distance = reach * along;
    float footprint = grazed * distance * distance;
    vec3 far = footprint * vec3(0.35, 1.9, 5.5);  // waves that are finer than a pixel are roughness, not noise
    vec3 calm = 1.0 / (1.0 + far * far * far);
    vec3 paws = perlin_d(p * vec2(0.17, 0.37) + paws_at);
    vec3 a = perlin_d(p * vec2(1.3, 1.9) + waves_at);
    vec3 b = perlin_d(p.yx * vec2(4.7, 3.9) + fine_at);
    vec4 ring = texture(ripples, ripples_uv(p));
    vec2 broad = a.yz * (0.0085 * calm.y) + paws.yz * (0.0065 * calm.x) + ring.xy;
    vec3 stirred = vec3(0.0);
    if (touched) {
        stirred = rings_on(p);
        broad += stirred.xy;
    }
    vec2 fine = b.yz * (0.0045 * calm.z);
    vec2 slope = broad + fine;
    vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
    vec3 bounce = reflect(view, n);
    bounce.y = abs(bounce.y) + 1e-3;
    float f = 1.0 - clamp(-dot(view, n), 0.0, 1.0);
    float fresnel = 0.025 + 0.975 * f * f * f * f * f;

    vec3 lost = (1.0 - calm * calm) * vec3(0.0065 * 0.0065, 0.0085 * 0.0085, 0.0045 * 0.0045);
    float rough = 2.4 * (lost.x + lost.y + lost.z);  // variance of the tangents of elevation that a pixel mirrors
    vec3 level = level_way(bounce);
    level.y = sqrt(level.y * level.y + rough);
    vec3 light_in = texture(air_map, air_uv(level, ahead)).rgb;
#ifdef LAND
    light_in = far_land(light_in, level.xy, 0.003 + sqrt(rough), level.x - bearing_of_lamp);
#endif
#if HEAVEN == 2
    vec2 to_moon = level.xy - moon_at + vec2(a.y + 0.7 * b.z, a.z + 0.8 * b.y) * vec2(0.012, 0.05);
    float glitter = 1.0 + 0.55 * a.x + 0.9 * calm.z * b.x;
    light_in += mix(light, dominant, 0.30)
        * (0.40 * glitter / ((1.0 + 900.0 * to_moon.x * to_moon.x) * (1.0 + 34.0 * to_moon.y * to_moon.y)));
#endif

    vec3 mirrored = light_in;
#ifdef MIRRORING
    mirror_at(reach, broad + 0.3 * fine, light_in, fresnel, mirrored);
#endif

    vec3 sheen = sheen_on(p, bounce);

    float web, net;
    vec3 deep;
    light_below(p, a, b, web, net, deep);

    vec3 water = deep * (1.0 - fresnel) + (mirrored + sheen) * fresnel;
    float low = 9.0 * view.y;  // thin mist drifts over the water
    float drifts = clamp(0.42 + 1.1 * paws.x * calm.x, 0.0, 1.0) / (1.0 + low * low);
#ifdef DAY
    water = mix(water, light_in * 0.97 + sheen * 0.2, 0.7 * drifts);
#else
    water = mix(water, light_in * 1.3 + sheen * 0.4, 0.5 * drifts);
#endif
    if (touched) {  // gold and cyan in the rings
        float felt = felt_on(p + 0.6 * slope * reach);
        float net_of = max(web, 0.0) * 0.4 + max(net, 0.0) * max(net, 0.0) + 0.8 * stirred.z;
        water += (dominant * 0.66 + counter * 0.44 * stirred.z + light * 0.09) * felt
            * (0.03 + net_of * 0.75);
        water += water * felt * 0.8;
    }
    water += mix(counter, light, 0.35) * ring.z * (0.02 + 0.7 * fresnel);
    colour = vec4(kept(water), 1.0);
}
#else
uniform vec3 mere_place;
out vec4 colour;

void main() {
    vec3 level = level_way(way);
    vec3 lit = texture(air_map, air_uv(level, ahead)).rgb;
    float whole = 1.0;
#ifdef LAND
    lit = far_land(lit, level.xy, pixel, level.x - bearing_of_lamp);
    whole = clamp(way.y * inversesqrt(dot(way.xz, way.xz)) / pixel + 0.5, 0.0, 1.0);
#endif
    if (touched) {  // the mist takes light
        vec3 view = normalize(way);
        float wisp = perlin(vec2(view.x * 4.0 - now * 0.03, view.y * 19.0 + mere_place.x + now * 0.04));
        float felt = felt_at(in_view(view) + vec2(0.7, 0.35) * wisp);
        float low = felt / (1.0 + 30.0 * view.y * view.y + 3.0 * abs(view.y));
        vec3 added = frame.dominant * 0.16 + frame.counter * 0.05;
        lit += lit * (1.6 * low * (0.6 + wisp)) + added * (low * max(wisp, 0.0));
    }
    colour = vec4(lit, 1.0) * whole;
}
#endif
