// down: one step down of the dual-filter bloom, half size, five bilinear taps (Bjorge, Bandwidth-efficient rendering,
// 2015). The first step also takes a soft threshold, so that only light blooms and darks keep their depth.
uniform sampler2D image;
uniform vec2 image_texel;  // 1 / size of image
uniform vec2 target_texel; // 1 / size of the target
uniform float threshold;
out vec4 colour;

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    vec3 sum = texture(image, at).rgb * 4.0;
    sum += texture(image, at + image_texel * vec2(-1.0, -1.0)).rgb;
    sum += texture(image, at + image_texel * vec2(1.0, -1.0)).rgb;
    sum += texture(image, at + image_texel * vec2(-1.0, 1.0)).rgb;
    sum += texture(image, at + image_texel * vec2(1.0, 1.0)).rgb;
    sum = min(sum * 0.125, vec3(24.0));
    float bright = max(max(sum.r, sum.g), sum.b);
    sum *= bright / (bright + threshold + 1e-5);
    colour = vec4(sum, 1.0);
}
