// A filament: a strip of grains of light that travel along a cubic curve, a few pixels wide. Between two lights it
// grows from both ends, almost meets, trembles, fades, and later meets. To the lone light it grows inwards, and then
// the heart's beats run out along it. Cost: a texture tap a fragment.
#include "frame.glsl"
#include "touch.glsl"

#ifdef VERTEX_STAGE
uniform sampler2D heart_trace;
uniform float reaches;
uniform float gathers;
uniform float gathering;
uniform float width;
uniform float brightness;
uniform int steps;
in vec3 root;
in vec3 tip;
in vec3 bow;
in vec4 look;  // order 0 to 1, to the lone light or not, magnitude, phase
out vec3 shine;
out vec3 along;        // 0 root to 1 tip, and how far each end has come, 0 to 1
out float across;
out float grains;      // where in the texture of grains
out float clear;       // 1 in focus, where grains are told apart

#if QUALITY < 2
const float FINEST = 3.4;  // px wide, what is drawn at least: pictures that are enlarged show steps
#else
const float FINEST = 2.4;
#endif

vec3 curve(float s, vec3 sway) {
    float lift = 4.0 * s * (1.0 - s);
    return mix(root, tip, s) + sway * lift * (0.75 + 0.5 * s);
}

// A part of the way from root to tip, for a part of that way as it is seen: steps are as long near as far.
float evenly(float seen) {
    vec2 deep = max(vec2(dot(root - frame.eye, frame.forward), dot(tip - frame.eye, frame.forward)), vec2(3.0));
    return seen * deep.x / (deep.y + seen * (deep.x - deep.y));
}

void main() {
    float s = evenly(float(gl_VertexID >> 1) / float(steps));
    across = float(gl_VertexID & 1) * 2.0 - 1.0;
    vec3 sway = bow * (1.0 + 0.16 * sin(frame.time * (0.25 + 0.3 * look.w) + look.w * 40.0));
    vec3 here = curve(s, sway);
    vec4 clip = frame.view_projection * vec4(here, 1.0);
    vec3 ahead = tip - root + sway * (3.0 - 2.0 * s * (1.0 + 3.0 * s));  // the curve's derivative
    vec4 on = frame.view_projection * vec4(ahead, 0.0);
    vec2 run = (on.xy * clip.w - clip.xy * on.w) * frame.resolution;
    run *= inversesqrt(dot(run, run) + 1e-12);
    float high = frame.resolution.y / 720.0;
    float near = clamp(20.0 / max(clip.w, 0.5), 0.6, 1.8);
    float wanted = width * near * (0.5 + 1.1 * look.z) * high;
    float middle = max(length(frame.eye), 0.5);
    float blur = 0.15 * max(middle / max(clip.w, 0.5) - 1.3, 0.0) / (middle * frame.pixel);  // as of fellow lights
    float wide = max(wanted, FINEST) + min(blur, 11.0 * high);
    clear = 1.0 - clamp(blur / (1.5 * high), 0.0, 1.0);
    float long_ = length(tip - root) / (max(clip.w, 4.0) * frame.pixel * high);  // px at 720, about
    grains = long_ * s * (12.0 * high / wide) / 1024.0 + look.w * 7.0
        + (look.z > 0.3 ? -1.0 : 1.0) * frame.time * (0.010 + 0.030 * fract(look.w * 17.0));
    clip.xy += vec2(-run.y, run.x) * across * wide / frame.resolution * clip.w;
    gl_Position = clip.w > 0.4 ? clip : vec4(2.0, 2.0, 2.0, 1.0);

    float felt = touched ? felt_at(clip.xy / max(clip.w, 0.3) * vec2(frame.aspect, 1.0)) : 0.0;
    float haze = 34.0 / (34.0 + max(clip.w - length(frame.eye), 0.0));
    float base = brightness * haze * wanted / (wide * max(near * near, 1.0) * (1.0 + 0.40 * blur / high));
    vec3 gold = mix(frame.counter, frame.light, 0.18 + 0.25 * look.w);
    if (look.y > 0.5) {
        float t = frame.act_time - gathers - gathering * look.x;
        float grown = smoothstep(0.0, 2.8, t);
        float close = smoothstep(0.02, 0.22, s) * (1.0 - 0.6 * smoothstep(0.25, 0.75, s))
            + 0.6 * smoothstep(0.88, 1.0, s);
        float beat = texture(heart_trace, vec2(min(s * 0.30, 1.0), 0.5)).r;
        float level = (0.028 + 0.62 * look.z * look.z) * (0.22 + close)
            + (0.06 + 0.40 * look.z) * beat * close * smoothstep(1.2, 3.0, t);
        gold = mix(mix(frame.other, frame.counter, clamp(level * 3.5, 0.0, 1.0)), frame.light,
            clamp(level * 0.9 - 0.12, 0.0, 0.6));
        shine = gold * level * base;
        if (touched) shine += gold * felt * (0.35 + look.z) * grown * base;
        along = vec3(s, -1.0, grown);
    } else {
        float t = frame.act_time - reaches - 6.5 * look.x;
        float almost = smoothstep(0.0, 3.0, t) * 0.46 - 0.05 * smoothstep(3.4, 5.2, t)
            + 0.012 * sin(frame.time * 3.1 + look.w * 30.0);
        float again = smoothstep(7.0, 9.6, t) * 0.53;
        float first = smoothstep(0.0, 0.8, t) * smoothstep(6.0, 4.2, t);
        float second = smoothstep(6.8, 7.8, t);
        float ends = t < 6.4 ? almost : again;
        shine = gold * (0.16 + 0.45 * look.z)
            * (first + second * (1.0 - 0.85 * smoothstep(gathers, gathers + 7.0, frame.act_time))) * base;
        if (touched) shine += gold * felt * 0.5 * (first + second) * base;
        along = vec3(s, ends, ends);
    }
}
#endif

#ifdef FRAGMENT_STAGE
in vec3 shine;
in vec3 along;
in float across;
in float grains;
in float clear;
uniform sampler2D grain_texture;
out vec4 colour;

void main() {
    float k = 1.0 - across * across;
    vec4 found = texture(grain_texture, vec2(grains, 0.5 + 0.5 * across));
    float body = dot(found * found, vec4(2.0, 5.0, 7.0, 0.0)) * clear + (1.6 - 0.85 * clear) * k * k * k;
    float from_root = along.y - along.x;
    float from_tip = along.z - (1.0 - along.x);
    float nearest = max(from_root, from_tip);
    float there = smoothstep(0.0, mix(0.03, 0.30, smoothstep(0.50, 0.46, along.z)), nearest);  // a feeler fades
    float spark = there * smoothstep(0.10, 0.015, nearest) * step(max(along.y, 0.0) + along.z, 0.999);
    colour = vec4(shine * body * (there + 1.8 * spark), 0.0);
}
#endif
