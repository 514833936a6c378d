// The world out of focus: the sky's two halves, the same in a dark sea, and discs where the glitter and the stars are.
// Its colours warm with time. SMALL draws it into a small picture; without it, that picture is drawn on a plane,
// opaque, so that hidden pixels cost nothing. What holds for the whole small picture comes from the vertices:
// rasterisers on a CPU read that faster than uniforms.
#include "frame.glsl"
#include "touch.glsl"
#include "hash.glsl"
#include "turning.glsl"
uniform float level;
#ifdef SMALL
uniform float discs;
#endif

#ifdef VERTEX_STAGE
uniform float part;

#ifdef SMALL
uniform vec3 source;
uniform vec3 place;
uniform vec3 spread;  // tangent at which the far light stands, how much of it is violet, size of the discs
uniform float warms;
uniform vec2 turn;   // cosine and sine
uniform float light;
uniform float mist;
out vec3 way;         // to what is seen, not normalised
out vec2 off_middle;  // half heights
flat out float now;   // s
flat out float warm;  // 0 to 1
flat out float shines;  // the discs
flat out float lit;   // sky and sea
flat out vec2 place_at, forward_at, source_at, turn_by;
flat out vec3 spread_by;
flat out vec3 cold_disc, warm_disc, accent_disc, left_tint, right_tint, sea_tint, far_tint, haze_tint;

void set_small(vec2 corner) {
    vec2 at = corner * ceil(frame.resolution / part) * part;  // the small picture may reach beyond
    way = view_ray(at);
    off_middle = in_picture(at);
    now = frame.time;
    warm = smoothstep(warms, warms + 7.0, frame.act_time);
    shines = discs * (1.0 + 0.4 * warm);
    lit = light * (1.0 - 0.25 * warm);
    place_at = place.xy;
    forward_at = frame.forward.xy;
    vec4 clip = frame.view_projection * vec4(source, 1.0);
    source_at = clip.xy / max(clip.w, 0.05) * vec2(frame.aspect, 1.0);
    turn_by = turn;
    spread_by = spread;
    cold_disc = frame.counter * 1.7;
    warm_disc = frame.light * vec3(1.0, 0.78, 0.55);
    accent_disc = frame.accent * 1.2;
    left_tint = frame.counter * 0.28 + frame.dominant * 0.16;
    right_tint = frame.other * 0.28 + frame.dominant * 0.16;
    sea_tint = frame.dominant * 0.03;
    far_tint = frame.accent * (0.035 * mist);
    haze_tint = (frame.accent * 0.10 + frame.light * vec3(0.05, 0.03, 0.01))
        * (warm * mist * (0.9 + 0.2 * frame.heart));
}
#else
noperspective out vec2 across;  // the small picture, 0 to 1
#endif

void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
#ifdef SMALL
    set_small(corner);
#else
    across = corner * frame.resolution / (ceil(frame.resolution / part) * part);
#endif
    gl_Position = vec4(corner * 2.0 - 1.0, level, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

#ifdef SMALL
in vec3 way;
in vec2 off_middle;
flat in float now, warm, shines, lit;
flat in vec2 place_at, forward_at, source_at, turn_by;
flat in vec3 spread_by;
flat in vec3 cold_disc, warm_disc, accent_disc, left_tint, right_tint, sea_tint, far_tint, haze_tint;

// Discs in a jittered grid of `cells` a tangent, each breathing on its own clock; a few are large, and those are faint.
// Each is as soft as it is far from the focus, brighter at its brim, and an oval towards the picture's edge as in a
// lens.
vec3 lights(vec2 t, vec2 from_middle, float cells, float size, float crowd, float number) {
    vec2 p = t * cells + place_at + number * 7.3;
    vec2 base = floor(p - 0.5);
    vec3 sum = vec3(0.0);
    float away2 = dot(from_middle, from_middle);
    for (int i = 0; i < 4; i++) {
        vec2 cell = base + vec2(float(i & 1), float(i >> 1));
        uint h = hash(ivec3(ivec2(cell), int(number)));
        vec3 r = unpack3(h);
        if (fract(r.x * 7.0 + r.z * 3.0) > crowd) continue;
        vec2 d = p - cell - 0.5 - 0.46 * (r.xy * 2.0 - 1.0) * (1.0 - size * spread_by.z);
        float radius = size * spread_by.z * (0.30 + 0.70 * r.z * r.z);
        float along = dot(d, from_middle) * inversesqrt(away2 + 1e-4);
        d += from_middle * inversesqrt(away2 + 1e-4) * along * min(0.30 * away2, 0.45);  // a cat's eye
        float away = length(d) / radius;
        float blur = 0.16 + 0.55 * fract(r.y * 5.0 + r.x);
        float disc = 1.0 - smoothstep(1.0 - blur, 1.0 + 0.3 * blur, away);
        float brim = smoothstep(0.4, 0.95, away) * (1.0 - blur);
        float clock = fract(now * (0.05 + 0.09 * r.x) + r.y);
        float shine = 4.0 * clock * (1.0 - clock);
        float rare = fract(r.x * 13.0 + r.y * 5.0);
        float level = disc * (0.62 + 0.75 * brim) * shine * (0.16 + 0.95 * rare * rare * rare)
            / (0.35 + 2.2 * r.z * r.z);
        float pick = fract(r.y * 9.0 + r.z * 4.0);
        sum += level * mix(mix(cold_disc, warm_disc, smoothstep(0.25, 0.6, pick)), accent_disc,
            smoothstep(0.72, 0.95, pick));
    }
    return sum;
}

void main() {
    vec2 t = way.xy / max(way.z, 0.1);
    float path = spread_by.x - t.x;

    vec3 tint = mix(left_tint, right_tint, smoothstep(-0.45, 0.45, spread_by.y - path));
    vec3 seen = tint * (0.45 + 0.55 * exp(-path * path * 7.0) + 0.35 * exp(-abs(t.y) * 5.0));
    float sea = smoothstep(0.05, -0.05, t.y);
    float deep = smoothstep(0.0, -0.75, t.y);
    vec3 air = mix(seen * 0.50, seen * (0.26 - 0.20 * deep) + sea_tint, sea);

    float glitter = exp(-path * path * 16.0) * sea * (1.0 - deep);
    float far = exp(-abs(t.y) * 14.0);
    vec2 d = off_middle;
    vec2 flat_ = d * 0.33 + forward_at;
    vec3 shine = lights(flat_, d, 14.0, 0.46, 0.42, 1.0) * glitter * 0.34;
    shine += lights(flat_, d, 5.5, 0.48, 0.34, 2.0) * (0.25 + 0.75 * sea) * (1.0 - deep) * 0.055;
    shine += lights(flat_, d, 9.0, 0.36, 0.30, 3.0) * (1.0 - sea) * 0.17;
    air += far_tint * far;

    // the light of the hand warms things near it
    d -= source_at;
    float near = 1.0 / (1.0 + dot(d, d) * 1.6);
    vec3 warmth = mix(vec3(1.0), vec3(1.55, 0.92, 0.70), warm * (0.35 + 0.65 * near));
    vec3 haze = haze_tint * (near * near);
    vec3 night = turned(air * warmth, turn_by) * lit;
    colour = vec4(night + shine * shines * warmth + haze, 1.0);
    if (touched) {  // where it is dark, lights out of focus come to the hand
        vec2 place = off_middle;
        float felt = felt_at(place);
        vec3 more = lights(place * 0.33 + forward_at, place, 7.5, 0.50, 0.80, 4.0) * 0.85;
        more += lights(place * 0.33 + forward_at, place, 13.0, 0.46, 0.70, 5.0) * 1.1;
        colour.rgb += (more + shine * discs * 1.2) * felt
            + frame.light * vec3(0.030, 0.013, 0.006) * near_hand(length(place - frame.hand.xy));
    }
}

#else
uniform sampler2D bokeh;
noperspective in vec2 across;

void main() {
    colour = vec4(texture(bokeh, across).rgb, 1.0);
}
#endif
#endif
