// Dusk: an evening sky, two rows of hills, and grass before them as dark blades. Cost: 5 octaves and a row of blades.
#include "frame.glsl"
#include "perlin.glsl"
uniform float grass;
out vec4 colour;

float blades(float x, float number) {  // the height of the nearest blade of a row, tangent
    float cell = floor(x), inside = x - cell;
    vec3 luck = unpack3(hash(ivec2(int(cell), int(number))));
    float bend = (luck.x - 0.5) * 0.5 + 0.12 * sin(frame.time * (0.6 + luck.y) + luck.z * 6.3);
    return (0.5 + luck.y) * (1.0 - abs(inside - 0.5 - bend * 0.4) * 2.0);
}

void main() {
    vec3 ray = view_ray(gl_FragCoord.xy);
    float level = max(length(ray.xz), 1e-4);
    float rise = ray.y / level, bearing = atan(ray.x, ray.z);
    float high = clamp(rise * 1.9, 0.0, 1.0);
    vec3 sky = mix(frame.other * 0.55, frame.counter * 0.32, smoothstep(0.0, 0.28, high));
    sky = mix(sky, frame.dominant * 0.3, smoothstep(0.15, 0.9, high));
    sky *= 1.0 + 0.12 * perlin(vec2(bearing * 2.0 + frame.time * 0.01, rise * 14.0));
    for (int i = 0; i < 2; i++) {
        float ridge = 0.085 - 0.055 * float(i) + 0.035 * perlin(vec2(bearing * (2.5 + 3.0 * float(i)), float(i) * 7.0));
        vec3 hill = mix(frame.counter, frame.dominant, float(i)) * (0.10 - 0.06 * float(i));
        sky = mix(sky, hill, smoothstep(frame.pixel, -frame.pixel, rise - ridge));
    }
    for (int i = 0; i < 5; i++) {
        float row = float(i), near = 1.0 + 0.8 * row;
        float top = -0.04 - 0.06 * row + 0.06 * near * grass * blades(bearing * (110.0 / near), row);
        vec3 blade = frame.shadow + mix(frame.dominant * 0.07, frame.other * 0.02, row / 5.0) * exp(-row * 0.5);
        sky = mix(sky, blade, smoothstep(frame.pixel, -frame.pixel, rise - top));
    }
    colour = vec4(sky, 1.0);
    gl_FragDepth = 1.0;
}
