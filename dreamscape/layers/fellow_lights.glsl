// Fellow lights. A light's disc grows with its distance from the plane of focus, which passes through the lone light in
// the middle; its core is a point, its halo a little of the air. What is smaller than a pixel is spread over its
// neighbours, so that nothing flickers.
#include "frame.glsl"
#include "touch.glsl"

#ifdef VERTEX_STAGE
uniform float wakes;
uniform float waking;
uniform float brightness;
in vec3 position;
in float magnitude;
in float phase;
out vec3 shine;
out float soft;  // 0 a point to 1 a disc out of focus
const float PIXEL = 4.0;  // px that the smallest is wide, its core as wide as the pixels that sample it
const float FOCUS = 0.62;  // m, half the width of the lens: the size, in the plane of focus, of things far out of focus

void main() {
    vec4 clip = frame.view_projection * vec4(position, 1.0);
    gl_Position = clip;
    float away = max(clip.w, 0.3);
    float middle = max(length(frame.eye), 0.5);
    float high = frame.resolution.y / 720.0;
    float begin = wakes + waking * clamp(length(position) / 70.0, 0.0, 1.0) * (0.6 + 0.4 * phase);
    float awake = smoothstep(begin, begin + 2.6, frame.act_time);
    float own = (3.2 + 34.0 * magnitude + 9.0 * sqrt(magnitude)) * high * clamp(30.0 / (away + 8.0), 0.45, 1.4);
    float disc = FOCUS * sqrt(magnitude) * max(middle / away - 1.25, 0.0) / (middle * frame.pixel) * 0.5;
    disc = min(disc, 46.0 * high);
    float size = own + disc;
    soft = disc / size;
    float drawn = sqrt(size * size + PIXEL * PIXEL * (1.0 - soft));
    gl_PointSize = drawn;
    float spread = size * size / (drawn * drawn * (1.0 + disc * disc * 0.030 / (high * high)));
    float flicker = 0.80 + 0.20 * sin(frame.time * (0.7 + 2.6 * fract(phase * 37.0)) + phase * 60.0);
    float haze = 30.0 / (30.0 + max(away - middle, 0.0));
    vec3 tint = mix(mix(frame.counter, frame.light, 0.12), frame.light, fract(phase * 7.0) * fract(phase * 7.0) * 0.7);
    tint = mix(tint, frame.other * 1.4 + frame.counter * 0.2, smoothstep(0.62, 0.9, fract(phase * 13.0)) * 0.8);
    tint = mix(tint, frame.dominant * 2.2 + frame.light * 0.25, step(0.93, fract(phase * 23.0)) * 0.7);
    float tied = smoothstep(0.90, 1.0, frame.connection);
    float flash = 2.2 * smoothstep(begin + 0.6, begin + 1.8, frame.act_time)
        * smoothstep(begin + 5.0, begin + 1.8, frame.act_time);
    shine = tint * awake * brightness * flicker * spread * haze * (0.75 + 2.6 * magnitude + 0.6 * flash * magnitude);
    shine *= 0.85 + tied * (0.25 + 0.30 * frame.heart);
    shine *= 1.0 + 1.3 * heard_pitch(int(fract(phase * 29.0) * 11.999))
        + 0.9 * frame.heard_hat * step(0.7, fract(phase * 91.0));
    if (touched) {  // they flare, and lean to the hand
        vec2 seen = clip.xy / max(clip.w, 0.3) * vec2(frame.aspect, 1.0);
        float felt = felt_at(seen);
        shine *= 1.0 + 3.0 * felt;
        gl_PointSize *= 1.0 + 0.45 * min(felt, 1.5);
        gl_Position.xy += (frame.hand.xy - seen) / vec2(frame.aspect, 1.0) * clip.w * 0.14
            * near_hand(length(seen - frame.hand.xy));
    }
    if (clip.w < 0.35) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec3 shine;
in float soft;
out vec4 colour;

void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    float r2 = dot(p, p);
    float inside = max(1.0 - r2, 0.0);
    float core = inside * inside;
    core *= core;
    float sharp = core * core * core;
    float point = sharp * sharp * 2.6 + sharp * 0.35 + core * 0.075 + inside * inside * 0.016;
    float disc = smoothstep(0.0, 0.45, inside) * (0.42 + 0.16 * r2);
    colour = vec4(shine * mix(point, disc, smoothstep(0.10, 0.60, soft)), 0.0);
}
#endif
