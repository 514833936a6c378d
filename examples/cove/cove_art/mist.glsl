// Mist along the horizon: three sheets of noise, the nearer ones larger and faster. Cost: 9 octaves of noise a pixel.
#include "frame.glsl"
#include "perlin.glsl"
uniform float thickness;
uniform float height;
uniform vec3 place;
out vec4 colour;

float sheet(float bearing, float rise, float number) {
    vec2 p = vec2(bearing * (6.0 - 1.5 * number), rise / height * 0.9) + place.xy + number * 7.3;
    p.x += frame.time * 0.02 * (1.0 + number);
    float folds = perlin(p) + 0.5 * perlin(p * 2.1) + 0.25 * perlin(p * 4.3);
    float edge = abs(rise + height * 0.25 * number) / height;
    return clamp(0.55 + folds, 0.0, 1.0) * exp(-edge * edge * 2.0);
}

void main() {
    vec3 ray = view_ray(gl_FragCoord.xy);
    float flat_length = max(length(ray.xz), 1e-4);
    float rise = ray.y / flat_length;            // tangent of the height above the horizon
    float bearing = atan(ray.x, ray.z);
    float bank = 0.0;
    vec3 lit = vec3(0.0);
    for (int i = 0; i < 3; i++) {
        float here = sheet(bearing, rise, float(i)) * (1.0 - bank) * 0.6;
        vec3 tint = mix(frame.other, frame.accent, float(i) * 0.5) * 0.35 + frame.light * 0.08;
        lit += mix(frame.shadow, tint, 0.75) * here;
        bank += here;
    }
    float part = thickness * (1.0 - 0.6 * frame.connection);
    colour = vec4(lit * (0.92 + 0.16 * frame.heart), bank) * part;
}
