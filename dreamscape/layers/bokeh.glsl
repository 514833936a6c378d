// The world out of focus: the sky's two halves, the same in a dark sea, and discs where the glitter and the stars are.
// Its colours warm with time. SMALL draws it into a small picture; without it, that picture is drawn on a plane,
// opaque, so that hidden pixels cost nothing.
#include "frame.glsl"
#include "touch.glsl"
#include "hash.glsl"
#include "turning.glsl"
uniform float level;

#ifdef VERTEX_STAGE
noperspective out vec2 across;  // the picture, 0 to 1

void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    across = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, level, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

#ifdef SMALL
uniform vec3 source;
uniform vec3 place;
uniform vec3 spread;  // tangent at which the far light stands, how much of it is violet, size of the discs
uniform float warms;
uniform float discs;
uniform vec2 turn;   // cosine and sine
uniform float light;
uniform float mist;
uniform float part;

// Discs in a jittered grid of `cells` a tangent, each breathing on its own clock; a few are large, and those are faint.
// Each is as soft as it is far from the focus, brighter at its brim, and an oval towards the picture's edge as in a
// lens.
vec3 lights(vec2 t, vec2 from_middle, float cells, float size, float crowd, float number) {
    vec2 p = t * cells + place.xy + number * 7.3;
    vec2 base = floor(p - 0.5);
    vec3 sum = vec3(0.0);
    float away2 = dot(from_middle, from_middle);
    for (int i = 0; i < 4; i++) {
        vec2 cell = base + vec2(float(i & 1), float(i >> 1));
        uint h = hash(ivec3(ivec2(cell), int(number)));
        vec3 r = unpack3(h);
        if (fract(r.x * 7.0 + r.z * 3.0) > crowd) continue;
        vec2 d = p - cell - 0.5 - 0.46 * (r.xy * 2.0 - 1.0) * (1.0 - size * spread.z);
        float radius = size * spread.z * (0.30 + 0.70 * r.z * r.z);
        float along = dot(d, from_middle) * inversesqrt(away2 + 1e-4);
        d += from_middle * inversesqrt(away2 + 1e-4) * along * min(0.30 * away2, 0.45);  // a cat's eye
        float away = length(d) / radius;
        float blur = 0.16 + 0.55 * fract(r.y * 5.0 + r.x);
        float disc = 1.0 - smoothstep(1.0 - blur, 1.0 + 0.3 * blur, away);
        float brim = smoothstep(0.4, 0.95, away) * (1.0 - blur);
        float clock = fract(frame.time * (0.05 + 0.09 * r.x) + r.y);
        float shine = 4.0 * clock * (1.0 - clock);
        float rare = fract(r.x * 13.0 + r.y * 5.0);
        float level = disc * (0.62 + 0.75 * brim) * shine * (0.16 + 0.95 * rare * rare * rare)
            / (0.35 + 2.2 * r.z * r.z);
        float pick = fract(r.y * 9.0 + r.z * 4.0);
        sum += level * mix(mix(frame.counter * 1.7, frame.light * vec3(1.0, 0.78, 0.55), smoothstep(0.25, 0.6, pick)),
            frame.accent * 1.2, smoothstep(0.72, 0.95, pick));
    }
    return sum;
}

void main() {
    vec2 pixel = gl_FragCoord.xy * part;
    vec3 ray = view_ray(pixel);
    vec2 t = ray.xy / max(ray.z, 0.1);
    float warm = smoothstep(warms, warms + 7.0, frame.act_time);

    vec3 tint = mix(frame.counter, frame.other, smoothstep(-0.45, 0.45, t.x - spread.x + spread.y)) * 0.28
        + frame.dominant * 0.16;
    vec3 seen = tint * (0.45 + 0.55 * exp(-(t.x - spread.x) * (t.x - spread.x) * 7.0) + 0.35 * exp(-abs(t.y) * 5.0));
    float sea = smoothstep(0.05, -0.05, t.y);
    float deep = smoothstep(0.0, -0.75, t.y);
    vec3 air = mix(seen * 0.50, seen * (0.26 - 0.20 * deep) + frame.dominant * 0.03, sea);

    float path = spread.x - t.x;
    float glitter = exp(-path * path * 16.0) * sea * (1.0 - deep);
    float far = exp(-abs(t.y) * 14.0);
    vec2 d = (pixel * frame.texel * 2.0 - 1.0) * vec2(frame.aspect, 1.0);
    vec2 flat_ = d * 0.33 + frame.forward.xy;
    vec3 shine = lights(flat_, d, 14.0, 0.46, 0.42, 1.0) * glitter * 0.34;
    shine += lights(flat_, d, 5.5, 0.48, 0.34, 2.0) * (0.25 + 0.75 * sea) * (1.0 - deep) * 0.055;
    shine += lights(flat_, d, 9.0, 0.36, 0.30, 3.0) * (1.0 - sea) * 0.17;
    air += frame.accent * far * 0.035 * mist;

    // the light of the hand warms things near it
    vec4 clip = frame.view_projection * vec4(source, 1.0);
    d -= clip.xy / max(clip.w, 0.05) * vec2(frame.aspect, 1.0);
    float near = 1.0 / (1.0 + dot(d, d) * 1.6);
    vec3 warmth = mix(vec3(1.0), vec3(1.55, 0.92, 0.70), warm * (0.35 + 0.65 * near));
    vec3 haze = (frame.accent * 0.10 + frame.light * vec3(0.05, 0.03, 0.01)) * near * near * warm
        * mist * (0.9 + 0.2 * frame.heart);
    vec3 night = turned(air * (1.0 - 0.25 * warm) * warmth, turn) * light;
    colour = vec4(night + shine * discs * (1.0 + 0.4 * warm) * warmth + haze, 1.0);
    if (touched) {  // where it is dark, lights out of focus come to the hand
        vec2 place = in_picture(pixel);
        float felt = felt_at(place);
        vec3 more = lights(place * 0.33 + frame.forward.xy, place, 7.5, 0.50, 0.80, 4.0) * 0.85;
        more += lights(place * 0.33 + frame.forward.xy, place, 13.0, 0.46, 0.70, 5.0) * 1.1;
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
