// Droplets: a ball of air-clear water on a card that faces the eye. In its middle the memory, magnified; towards the
// rim the view bends until the whole sea is seen in it, upside down. An open droplet is thin: its memory lies flat.
// Cost: about 8 ms for a third of a 1280x720 screen on two cores, mostly the memory's mipmapped tap.
#include "frame.glsl"
#include "touch.glsl"

#ifdef VERTEX_STAGE
uniform sampler2D droplet_rows;  // x, y, z in m and radius; phase, presence
uniform int first;
uniform float side;  // px of a memory
uniform float opened;
out vec2 at;          // -1.12 to 1.12 of the radius
flat out vec4 state;  // open 0 to 1, phase in turns, presence, level of the memory's mipmaps
flat out float felt;

void main() {
    vec4 ball = texelFetch(droplet_rows, ivec2(0, first + gl_InstanceID), 0);
    vec4 more = texelFetch(droplet_rows, ivec2(1, first + gl_InstanceID), 0);
    at = (vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0) * 1.12;
    float size = ball.w * (0.35 + 0.65 * smoothstep(0.0, 1.0, more.y));
    vec3 corner = ball.xyz + (normalize(frame.right) * at.x + normalize(frame.up) * at.y) * size;
    felt = touched ? felt_at(in_view(ball.xyz - frame.eye)) : 0.0;
    gl_Position = frame.view_projection * vec4(corner, 1.0);
    float drawn = 2.0 * size / (max(gl_Position.w, 0.2) * frame.pixel);  // px across
    state = vec4(smoothstep(0.25, 1.0, ball.w / opened), more.xy, max(log2(0.8 * side / drawn), 0.0));
}
#endif

#ifdef FRAGMENT_STAGE
#include "depths.glsl"
uniform sampler2D memory;
uniform float azimuth;
uniform float clarity;
in vec2 at;
flat in vec4 state;
flat in float felt;
out vec4 colour;

// 1 at 0, soft, near 0 from 1.5 on.
float bell(float x) {
    float k = 1.0 / (1.0 + x * x);
    return k * k * k;
}

// The memory: magnified in the middle, gathered at the rim.
void look_inside(float open, float turn, float r2, vec2 n, float bend, out float small, out vec3 seen, out vec3 inner) {
    small = 1.0 - smoothstep(0.0, 0.45, open);
    // each shows it differently: turned, near or far, bright or dim
    vec3 pick = fract(state.y * vec3(7.0, 13.0, 29.0)) - 0.5;
    float lean = (1.3 * pick.x + 0.16 * sin(frame.time * 0.23 + turn)) * small;
    vec2 uv = mat2(cos(lean), sin(lean), -sin(lean), cos(lean)) * n;
    uv *= mix((0.60 + 0.34 * bend) * (0.86 + 0.60 * pick.y), 0.80 + 0.16 * bend * r2, open);
    uv += pick.zx * 0.42 * small;
    uv += 0.010 * vec2(sin(n.y * 5.0 + frame.time * 1.1 + turn), sin(n.x * 6.0 - frame.time * 0.9))
        * (1.0 - 0.6 * open);
    seen = textureLod(memory, 0.5 + 0.5 * uv, state.w + 2.2 * max(pick.y, 0.0) * small).rgb;
    vec3 stain = pick.z < 0.0 ? frame.accent * 1.7 + frame.light * 0.1 : frame.light * vec3(1.5, 0.85, 0.42);
    float value = dot(seen, vec3(0.3, 0.55, 0.15));
    seen = mix(seen, stain * (value * 1.35 + 0.05), smoothstep(0.05, 0.35, abs(pick.z)) * 0.65 * small);
    float fringe = smoothstep(mix(0.42, 0.62, open), 1.0, r2);
    inner = seen * clarity * mix(0.62, 1.0, open) * (1.0 - 0.75 * fringe * fringe);
}

// The light on the ball: the window mirrored above, gathered below, a rim and a bow of colours.
void with_light(float open, float rho, vec2 n, inout vec3 ball, out float ring, out float bow) {
    vec2 sun = vec2(0.6 * azimuth, 1.0) * inversesqrt(1.0 + 0.36 * azimuth * azimuth);
    float side = dot(n, sun);
    ring = bell((rho - 0.90) * mix(20.0, 34.0, open));
    float below = clamp(-side * 1.15 - 0.10, 0.0, 1.0);
    ball += (frame.counter * 0.55 + frame.light * 0.35) * ring * below * below * below * (0.9 + 0.2 * frame.heart);
    bow = bell((rho - 0.955) * 40.0);
    ball += (frame.accent * 0.50) * bow * clamp(0.35 - side * 0.5, 0.0, 1.0) * mix(1.0, 0.6, open);
    vec2 spot = n - sun * mix(0.62, 0.84, open);
    vec2 lens = vec2(dot(spot, vec2(sun.y, -sun.x)), dot(spot, sun));
    float curve = lens.y + 0.55 * lens.x * lens.x;
    float glint = bell(lens.x * 2.6) * bell(curve * mix(8.0, 20.0, open));
    ball += frame.light * glint * mix(0.85, 0.60, open);
    vec2 spark = n + sun * 0.55 - vec2(sun.y, -sun.x) * 0.25;
    ball += frame.light * 0.35 * bell(20.0 * length(spark)) * (1.0 - open);
}

void main() {
    float open = state.x;
    float turn = state.y * 6.2831853;
    float far = dot(at, at) + 1e-4;
    vec2 second = vec2(at.x * at.x - at.y * at.y, 2.0 * at.x * at.y) / far;  // cos and sin of twice the angle
    vec2 third = vec2(second.x * at.x - second.y * at.y, second.y * at.x + second.x * at.y) * inversesqrt(far);
    float soft = 0.030 - 0.012 * open + 0.03 * open * (1.0 - open);
    float rim_at = 1.0 + soft * dot(second, vec2(sin(frame.time * 1.31 + turn), sin(frame.time * 1.07 + 2.0 * turn))) +
                   0.55 * soft * dot(third, vec2(sin(frame.time * 1.73 + 3.0 * turn), sin(frame.time * 1.49 + turn)));
    float rho = sqrt(far) / rim_at;
    float edge = clamp((1.0 - rho) / max(fwidth(rho), 1e-4), 0.0, 1.0);
    if (edge <= 0.0) discard;
    float r2 = min(rho * rho, 1.0);
    vec2 n = at / rim_at;
    float height = sqrt(1.0 - r2);
    float bend = r2 * r2;

    float small;
    vec3 seen, inner;
    look_inside(open, turn, r2, n, bend, small, seen, inner);

    // the sea around, upside down in the rim
    vec3 sea = depths(clamp(-n.y * 1.15 + 0.15, -1.0, 1.0)) * 1.25;
    float fresnel = 1.0 - height;
    fresnel *= fresnel;
    vec3 ball = mix(inner, sea + seen * 0.15, smoothstep(0.80, 1.0, rho) * mix(0.9, 0.72, open));
    // small ones are clear as air
    vec3 airy = mix(inner * 1.5 + sea * 0.30, sea * 1.05 + seen * 0.10, smoothstep(0.15, 0.85, r2));
    ball = mix(ball, airy, 0.80 * small);
    ball += (frame.counter * 0.30 + frame.light * 0.10) * fresnel * fresnel
        * (0.35 + 0.65 * clamp(0.5 + 0.6 * n.y, 0.0, 1.0));

    float ring, bow;
    with_light(open, rho, n, ball, ring, bow);

    if (touched) {  // its memory brightens, and the light in its rim
        ball += (inner * 0.9 + (frame.counter * 0.5 + frame.light * 0.35) * (ring * 0.5 + fresnel * 0.6)
            + frame.accent * bow * 0.5) * felt;
    }
    float body = mix(mix(0.80, 0.96, smoothstep(0.55, 1.0, rho)), 1.0, 1.0 - small);
    float alpha = edge * body * state.z;
    colour = vec4(ball * edge * state.z, alpha);
}
#endif
