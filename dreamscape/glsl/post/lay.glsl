// lay: a layer that was drawn at a part of the resolution, laid over the picture with a bilinear tap.
uniform sampler2D image;
uniform vec2 target_texel;
out vec4 colour;

void main() {
    colour = texture(image, gl_FragCoord.xy * target_texel);
}
