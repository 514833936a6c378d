// up: one step up of the dual-filter bloom, after spread.glsl: a bilinear tap, added to the target. Cost: a tap.
uniform sampler2D image;
uniform vec2 target_texel;
out vec4 colour;

void main() {
    colour = vec4(texture(image, gl_FragCoord.xy * target_texel).rgb, 1.0);
}
