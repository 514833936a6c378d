// The mere: above the horizon mist, stars and far land; below it the same, mirrored in water that two octaves of noise
// and the map of ripples break. LAND: near the horizon, where land is seen. Metres.
// WATER: below the horizon, may be drawn small.
// Cost: 11 ms a full screen at 1280x720 on two cores, 17 where land is seen; WATER 20 and 25, a quarter of it if small.
#include "frame.glsl"
#include "touch.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "ripples.glsl"

uniform sampler2D mirror;
uniform sampler2D ripples;
uniform sampler2D heart_trace;
uniform vec3 lamp;
uniform float kindle;
uniform vec2 below_place;
uniform float below;
uniform float mist;
uniform vec3 mere_place;
out vec4 colour;

// The light from a direction above the water, softened by `blur`, a tangent of elevation.
vec3 air(vec3 d, float blur) {
    float ahead = 1.0 / max(length(d.xz), 1e-3);
    vec2 t = vec2(d.x, abs(d.y)) * ahead;
    vec2 key_way = normalize(lamp.xz - frame.eye.xz);
    float off = t.x - key_way.x;
    float near = 1.0 / (1.0 + 3.0 * off * off);
    float drift = 0.80 + 0.55 * perlin(vec2(t.x * 2.2 - frame.time * 0.020,
        t.y * 9.0 + mere_place.z + frame.time * 0.011));
    float low = 1.0 / (1.0 + 9.0 * t.y + 90.0 * t.y * t.y);
    vec3 glow = frame.dominant * 0.30 + frame.other * 0.12;
    float warm = smoothstep(kindle, kindle + 4.0, frame.act_time) / (1.0 + 60.0 * off * off);
    vec3 sky = frame.shadow * 0.5 + frame.other * 0.024 * (1.0 - t.y) + glow * low * near * drift * mist;
    sky += frame.counter * (0.11 * low * drift * warm);
#ifdef LAND
    float hills = 0.020 + 0.034 * perlin(vec2(t.x * 2.3 + mere_place.x, 1.7))
        + 0.011 * perlin(vec2(t.x * 11.0 + mere_place.y, 4.2));
#ifndef WATER
    hills += 0.004 * perlin(vec2(t.x * 47.0, 8.3));
#endif
    float land = smoothstep(-0.0015 - blur, 0.0015 + blur, hills - t.y);
    float beat = textureLod(heart_trace, vec2(0.25 + 0.12 * abs(off), 0.5), 0.0).r;
    float grown = 0.25 + 1.1 * perlin(vec2(t.x * 34.0, t.y * 90.0 + 3.0));
#ifndef WATER
    grown += 0.8 * perlin(vec2(t.x * 120.0, t.y * 230.0));  // detail that the water breaks up
#endif
    grown = clamp(grown, 0.0, 1.0);
    vec3 shore = frame.shadow + frame.accent * (0.040 + 0.32 * beat) * grown * smoothstep(0.0, 0.022, t.y)
        + glow * 0.10 * near;
    return mix(sky, shore, land);
#else
    return sky;
#endif
}

#ifdef WATER
uniform float part;  // px that a fragment covers, each way

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

// The scene in the mirror, bent by the waves, in front of the mirrored air, `light_in`.
void mirror_at(vec2 p, vec2 slope, vec3 light_in, inout float fresnel, out vec3 mirrored) {
    vec2 uv = gl_FragCoord.xy * part * frame.texel;
    float tall = 1.0 / max(dot(vec3(p.x, 0.0, p.y) - frame.eye, frame.forward), 0.1);
    vec2 shift = vec2(slope.x, slope.y) * 2.2 * tall / vec2(length(frame.right), length(frame.up));
    vec4 twin = texture(mirror, uv + vec2(shift.x, shift.y * 1.6) * 0.5);
    mirrored = mix(light_in, twin.rgb / max(twin.a, 1e-3), twin.a);
    fresnel = mix(fresnel, 0.75, 0.35 * twin.a);
}

// The light that hangs over the water, drawn out on it.
vec3 sheen_on(vec2 p, vec3 bounce) {
    float lit = smoothstep(kindle, kindle + 4.0, frame.act_time);
    vec2 to_light = lamp.xz - p;
    vec2 way = bounce.xz / max(length(bounce.xz), 1e-3);
    float aside = way.x * to_light.y - way.y * to_light.x;
    float rises = bounce.y / max(length(bounce.xz), 1e-3) * length(to_light) - lamp.y;
    float pool = 1.0 / (1.0 + 60.0 * aside * aside) / (1.0 + 5.0 * rises * rises);
    vec3 sheen = (frame.counter * 0.26 + frame.dominant * 0.06) * pool * lit * (0.8 + 0.35 * frame.heart);
    return sheen;
}

// Light from below as the act begins, gathered in thin lines by the waves: `web` and `net`.
void light_below(vec2 p, vec3 a, vec3 b, out float web, out float net, out vec3 deep) {
    float sinking = exp(-max(frame.act_time - 0.6, 0.0) * 0.85);
    vec2 under = p - below_place;
    float glow = 1.0 / (1.0 + 2.2 * dot(under, under));
    web = 1.0 - abs(a.x) * 2.6;
    net = 1.0 - abs(b.x + 0.35 * a.x) * 3.2;
    // light gathered by waves
    float lace = max(web, 0.0) * max(web, 0.0) * 0.45 + max(net, 0.0) * max(net, 0.0) * 0.75;
    deep = frame.dominant * glow * sinking * below * (0.35 + 1.5 * lace)
        + frame.light * (0.55 * glow * glow * sinking * below * lace * lace);
    deep += frame.shadow * 0.5;
}

void main() {
    vec3 ray = view_ray(gl_FragCoord.xy * part);
    float along = length(ray);
    vec3 view = ray / along;

    float down = min(ray.y, -1e-4);
    float reach = min(-frame.eye.y / down, 400.0);
    vec2 p = frame.eye.xz + ray.xz * reach;
    float distance = reach * along;
    float footprint = frame.pixel * distance * distance / max(frame.eye.y, 0.05);
    float calm = 1.0 / (1.0 + footprint * 3.0);
    vec3 a = perlin_d(p * vec2(1.3, 1.9) + vec2(frame.time * 0.16, -frame.time * 0.11) + mere_place.xz);
    vec3 b = perlin_d(p.yx * vec2(4.7, 3.9) + vec2(-frame.time * 0.34, frame.time * 0.27));
    vec4 ring = texture(ripples, ripples_uv(p));
    vec2 slope = (a.yz * 0.0085 + b.yz * 0.0045) * calm + ring.xy;
    vec3 stirred = vec3(0.0);
    if (touched) {
        stirred = rings_on(p);
        slope += stirred.xy;
    }
    vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
    vec3 bounce = reflect(view, n);
    bounce.y = abs(bounce.y) + 1e-3;
    float f = 1.0 - clamp(-dot(view, n), 0.0, 1.0);
    float fresnel = 0.025 + 0.975 * f * f * f * f * f;

    vec3 light_in = air(bounce, 0.004 + footprint * 0.02);

    vec3 mirrored;
    mirror_at(p, slope, light_in, fresnel, mirrored);

    vec3 sheen = sheen_on(p, bounce);

    float web, net;
    vec3 deep;
    light_below(p, a, b, web, net, deep);

    vec3 water = deep * (1.0 - fresnel) + (mirrored + sheen) * fresnel;
    if (touched) {  // gold and cyan in the rings
        float felt = felt_on(p + 0.6 * slope * reach);
        float net_of = max(web, 0.0) * 0.4 + max(net, 0.0) * max(net, 0.0) + 0.8 * stirred.z;
        water += (frame.dominant * 0.60 + frame.counter * 0.40 * stirred.z + frame.light * 0.08) * felt
            * (0.03 + net_of * 0.75);
        water += water * felt * 0.8;
    }
    water += mix(frame.counter, frame.light, 0.35) * ring.z * (0.02 + 0.7 * fresnel);
    colour = vec4(water, 1.0);
}
#else
float star(vec3 d) {
    vec2 p = d.xy / max(d.z, 0.2) * 34.0;
    vec2 base = floor(p);
    vec3 r = unpack3(hash(ivec2(base) + ivec2(mere_place.xy * 50.0)));
    float far = length(p - base - 0.15 - 0.7 * r.xy) / (34.0 * frame.pixel * 0.9);
    float twinkle = 0.7 + 0.3 * sine(frame.time * (1.0 + 2.0 * r.x) + r.y * 40.0);
    float z4 = r.z * r.z * r.z * r.z;
    return z4 * z4 * (0.15 + r.x) * twinkle * exp(-far * far);
}

void main() {
    vec3 view = normalize(view_ray(gl_FragCoord.xy));
    float towards = dot(view, normalize(lamp - frame.eye));
    float halo = smoothstep(kindle, kindle + 4.0, frame.act_time) * (0.8 + 0.4 * frame.heart)
        / (1.0 + 85.0 * (1.0 - towards * towards));
    if (touched) {  // the mist takes light, and stars come out
        float wisp = perlin(vec2(view.x * 4.0 - frame.time * 0.03, view.y * 19.0 + mere_place.x + frame.time * 0.04));
        float felt = felt_at(in_view(view) + vec2(0.7, 0.35) * wisp);
        float low = 1.0 / (1.0 + 30.0 * view.y * view.y + 3.0 * abs(view.y));
        vec3 lit = air(view, frame.pixel) * (1.0 + 1.6 * felt * low * (0.6 + wisp))
            + (frame.dominant * 0.16 + frame.counter * 0.05) * felt * low * max(wisp, 0.0);
        colour = vec4(lit + frame.counter * 0.034 * halo
            + frame.light * star(view) * (1.3 + 11.0 * felt) * smoothstep(0.02, 0.12, view.y), 1.0);
        return;
    }
    colour = vec4(air(view, frame.pixel) + frame.counter * 0.034 * halo
        + frame.light * star(view) * 1.3 * smoothstep(0.05, 0.30, view.y), 1.0);
}
#endif
