// Curtains of aurora: each a folded line above the horizon, from which light rises and fades; stars, a far shore, and
// below it the image of all that in water. Cost: 9 octaves of noise a pixel.
#include "frame.glsl"
#include "perlin.glsl"
uniform float brightness;
uniform float height;
out vec4 colour;

vec3 curtain(float bearing, float rise, float number) {
    float fold = perlin(vec2(bearing * 2.3 + number * 9.7, frame.time * 0.03 + number));
    fold += 0.35 * perlin(vec2(bearing * 7.0 + number * 3.1, frame.time * 0.05));
    float up = (rise - 0.16 - 0.09 * number - 0.22 * fold) / height;  // above the curtain's foot
    float rays = perlin(vec2(bearing * 26.0 + fold * 14.0, frame.time * 0.12 + number * 3.0));
    float reach = 4.0 - 1.8 * rays;
    float lit = smoothstep(-0.015, 0.03, up) * exp(-reach * max(up, 0.0)) * (0.55 + 0.45 * rays);
    vec3 tint = mix(frame.other, frame.accent, smoothstep(0.02, 0.55, up));
    return tint * lit * smoothstep(-0.25, 0.25, fold + 0.1) * (1.0 - 0.25 * number);
}

vec3 night(float bearing, float rise) {
    vec3 sky = mix(frame.dominant * 0.16, frame.counter * 0.05, smoothstep(0.0, 0.6, rise));
    for (int i = 0; i < 3; i++) sky += curtain(bearing, rise, float(i)) * brightness * (0.6 + 0.4 * frame.connection);
    float shore = 0.018 + 0.022 * perlin(vec2(bearing * 5.0, 4.0)) + 0.006 * perlin(vec2(bearing * 60.0, 1.0));
    return mix(frame.shadow, sky, smoothstep(-0.004, 0.004, rise - shore));
}

void main() {
    vec3 ray = view_ray(gl_FragCoord.xy);
    float rise = ray.y / max(length(ray.xz), 1e-4), bearing = atan(ray.x, ray.z);
    if (rise > 0.0) {
        vec2 place = vec2(bearing, rise) * 90.0;
        vec3 luck = unpack3(hash(ivec2(floor(place))));
        float star = smoothstep(0.16, 0.0, length(fract(place) - 0.2 - 0.6 * luck.xy)) * step(0.93, luck.z);
        colour = vec4(night(bearing, rise) + frame.light * star * 0.8 * smoothstep(0.05, 0.2, rise), 1.0);
    } else {  // ripples are smaller and closer further away
        float away = 0.5 / max(-rise, 0.01);
        float ripple = perlin(vec2(bearing * away * 5.0, away * 5.0 + frame.time * 0.5));
        vec3 image = night(bearing + 0.02 * ripple, -rise * 1.1 + 0.03 + 0.05 * ripple * min(1.0, -rise * 12.0));
        colour = vec4(mix(image * 0.6, frame.shadow, smoothstep(0.1, 0.5, -rise) * 0.6), 1.0);
    }
    gl_FragDepth = 1.0;
}
